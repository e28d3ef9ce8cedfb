using Connectify.Infrastructure.Auth;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectify.Tests.Infrastructure.Auth;

public sealed class AuthSetupTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SigningKey", "")]
    [InlineData("SigningKey", "1234567890123456789012345678901")]
    [InlineData("Issuer", "")]
    [InlineData("Audience", "")]
    [InlineData("AccessTokenLifetime", "00:00:00")]
    [InlineData("AccessTokenLifetime", "30")]
    public void A_bad_setting_is_named(string key, string value)
    {
        var bad = Should.Throw<OptionsValidationException>(() => Start("Production", (key, value)));

        bad.Failures.Single().ShouldStartWith($"Jwt:{key}:");
    }

    [Fact]
    public void A_key_of_32_bytes_will_do() =>
        Start("Production", ("SigningKey", "ü23456789012345678901234567890 ")).HasKey.ShouldBeTrue();

    [Fact]
    public void Development_makes_a_key_and_keeps_it_for_this_user_alone()
    {
        var first = Start("Development", ("SigningKey", "")).SigningKey;
        var second = Start("Development", ("SigningKey", "")).SigningKey;

        second.ShouldBe(first);
        var file = Path.Combine(_folder.Path, ".data", "signing-key");
        File.ReadAllText(file).Trim().ShouldBe(first);

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Of_several_nodes_that_start_at_once_all_have_the_same_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DevelopmentKey.Of(_folder.Path))));

        keys.Distinct().Count().ShouldBe(1);
        Directory.EnumerateFiles(Path.Combine(_folder.Path, ".data")).Count().ShouldBe(1);
    }

    private AuthOptions Start(string environment, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            ContentRootPath = _folder.Path,
        });
        builder.Configuration["Jwt:SigningKey"] = "a key of the tests, which is long enough";

        foreach (var (key, value) in settings)
        {
            builder.Configuration[$"Jwt:{key}"] = value;
        }

        builder.AddJwtAuthentication();
        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();

        return services.GetRequiredService<IOptions<AuthOptions>>().Value;
    }
}
