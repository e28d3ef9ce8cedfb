using System.Net;
using System.Net.Sockets;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure;

public sealed class StartTests : IDisposable
{
    private static readonly (string, string) Development = ("ASPNETCORE_ENVIRONMENT", "Development");

    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Limits__JsonBody", "abc", "Limits:JsonBody")]
    [InlineData("Limits__PageSize", "0", "Limits:PageSize")]
    [InlineData("Limits__HeadersTimeout", "30", "Limits:HeadersTimeout")]
    [InlineData("Limits__FileSize", "0", "Limits:FileSize")]
    [InlineData("Attachments__Folder", "/dev/null/files", "Attachments:Folder")]
    [InlineData("Attachments__UrlLifetime", "30", "Attachments:UrlLifetime")]
    [InlineData("Attachments__S3__SecretKey", "secret", "Attachments:S3:Endpoint")]
    [InlineData("Realtime__HeartbeatInterval", "abc", "Realtime:HeartbeatInterval")]
    [InlineData("Realtime__CheckInterval", "00:02:00", "Realtime:CheckInterval")]
    [InlineData("Realtime__QueueBytes", "1", "Realtime:QueueBytes")]
    [InlineData("Realtime__OpeningAtOnce", "0", "Realtime:OpeningAtOnce")]
    [InlineData("ConnectionStrings__Redis", "password=secret", "ConnectionStrings:Redis")]
    [InlineData("ConnectionStrings__Redis", "redis.example.com,password=secret,connectTimeout=soon", "ConnectionStrings:Redis")]
    [InlineData("Jwt__SigningKey", "short", "Jwt:SigningKey")]
    [InlineData("Accounts__RequireActivation", "maybe", "Accounts:RequireActivation")]
    [InlineData("Management__Port", "metrics", "Management:Port")]
    [InlineData("Management__Port", "0", "Management:Port")]
    [InlineData("Management__Port", "65536", "Management:Port")]
    [InlineData("Proxies__Trusted", "10.0.0.0/8, somewhere", "Proxies:Trusted")]
    [InlineData("Limits__PasswordFailures", "0", "Limits:PasswordFailures")]
    [InlineData("Bootstrap__Password", "secret", "Bootstrap:Organization")]
    [InlineData("Playground__Enabled", "maybe", "Playground:Enabled")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:99999", "http://localhost:99999")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:5080", "http://192.0.2.1:5080")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "abc", "ASPNETCORE_HTTP_PORTS")]
    [InlineData("ConnectionStrings__Connectify", "garbage", "ConnectionStrings:Connectify")]
    [InlineData("ConnectionStrings__Connectify", "Host=127.0.0.1;Port=1;Password=secret", "127.0.0.1:1")]
    public async Task A_bad_setting_stops_the_start_with_one_line_that_names_it(string name, string value, string named)
    {
        await using var database = await Support.Database.Create();

        var (code, errors) = await ServiceProcess.Run(
            _folder.Path, [], ("ConnectionStrings__Connectify", database.ConnectionString), (name, value));

        code.ShouldBe(1);
        errors.ShouldContain(named);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_database_must_be_named_in_production()
    {
        var (code, errors) = await ServiceProcess.Run(_folder.Path, []);

        code.ShouldBe(1);
        errors.ShouldStartWith("ConnectionStrings:Connectify is not set");
        errors.Trim().ShouldNotContain("\n");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read_is_named()
    {
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "appsettings.json"), "{", cancel);

        var (code, errors) = await ServiceProcess.Run(_folder.Path, []);

        code.ShouldBe(1);
        errors.ShouldContain("appsettings.json");
        errors.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        await using var database = await Support.Database.Create();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}";

        await using var service = ServiceProcess.Start(
            _folder.Path,
            ("ConnectionStrings__Connectify", database.ConnectionString), ("ASPNETCORE_URLS", address), Development);

        (await service.Exit()).ShouldBe(1);
        service.Errors.ShouldStartWith($"{address} is in use");
        service.Errors.Trim().ShouldNotContain("\n");
        service.Output.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_developer_is_told_what_to_do_next()
    {
        await using var database = await Support.Database.Create();
        await using var service = ServiceProcess.Start(
            _folder.Path, ("ConnectionStrings__Connectify", database.ConnectionString), Development);
        await service.WaitUntilReady();

        (await service.Interrupt()).ShouldBe(0);

        service.Output.ShouldContain($"chat            {service.Address}  ");
        service.Output.ShouldContain($"{service.Address}scalar");
        service.Output.ShouldContain("alice, bob and carol");
        service.Output.ShouldContain("ConnectionStrings__Connectify=");
    }

    [Fact]
    public async Task The_health_verb_says_whether_the_service_beside_it_is_ready()
    {
        await using var database = await Support.Database.Create();
        await using var service = ServiceProcess.Start(
            _folder.Path, ("ConnectionStrings__Connectify", database.ConnectionString));
        await service.WaitUntilReady();

        var here = await ServiceProcess.Run(
            _folder.Path, ["healthcheck"], ("ASPNETCORE_URLS", $"http://+:{service.Address.Port}"));
        var nowhere = await ServiceProcess.Run(_folder.Path, ["healthcheck"], ("ASPNETCORE_URLS", "http://localhost:1"));

        here.Code.ShouldBe(0);
        nowhere.Code.ShouldBe(1);
    }
}
