using Connectify.Features.Accounts;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Tests.Features.Accounts;

public sealed class BootstrapTests : IAsyncLifetime
{
    private static readonly BootstrapOptions Acme = new()
    {
        Organization = "Acme",
        Username = "root",
        Email = "root@acme.example",
        Password = "a good password",
    };

    private Database _database = null!;
    private NpgsqlDataSource _db = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Database.Create();
        _db = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Development_has_a_demo()
    {
        await Start(new BootstrapOptions(), Environments.Development);
        await Start(new BootstrapOptions(), Environments.Development);

        (await Members()).ShouldBe(["1 Demo alice SUPERUSER True", "1 Demo bob USER True", "1 Demo carol USER True"]);
    }

    [Fact]
    public async Task Elsewhere_nothing_is_made_of_itself()
    {
        await Start(new BootstrapOptions(), Environments.Production);

        (await Members()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_organization_of_the_settings_and_its_superuser_are_made_once(string environment)
    {
        await Start(Acme, environment);
        await Start(Acme, environment);

        (await Members()).ShouldBe(["1 Acme root SUPERUSER True"]);
    }

    [Fact]
    public async Task A_user_of_that_name_becomes_superuser_there_and_keeps_the_password()
    {
        await Start(new BootstrapOptions(), Environments.Development);
        var hash = await HashOf("bob");

        await Start(new BootstrapOptions { Organization = "DEMO", Username = "BOB", Email = "x@y", Password = "something else" });

        (await Members()).ShouldContain("1 Demo bob SUPERUSER True");
        (await HashOf("bob")).ShouldBe(hash);
    }

    [Fact]
    public async Task A_superuser_who_was_deactivated_is_active_again_after_a_start()
    {
        await Start(Acme);
        await _db.Execute("UPDATE organization_members SET is_active = false, role = 'USER'", null, TestContext.Current.CancellationToken);

        await Start(Acme);

        (await Members()).ShouldBe(["1 Acme root SUPERUSER True"]);
    }

    [Fact]
    public async Task The_demo_leaves_its_users_as_they_are()
    {
        await Start(new BootstrapOptions(), Environments.Development);
        await _db.Execute(
            "UPDATE organization_members SET is_active = false WHERE role = 'USER'", null, TestContext.Current.CancellationToken);

        await Start(new BootstrapOptions(), Environments.Development);

        (await Members()).ShouldBe(["1 Demo alice SUPERUSER True", "1 Demo bob USER False", "1 Demo carol USER False"]);
    }

    [Fact]
    public async Task An_email_of_somebody_else_stops_the_start()
    {
        await Start(Acme);

        var failure = await Should.ThrowAsync<CannotStartException>(() =>
            Start(new BootstrapOptions { Organization = "Acme", Username = "other", Email = "ROOT@acme.example", Password = "a good password" }));

        failure.Message.ShouldContain("Bootstrap:Email");
        (await Members()).ShouldBe(["1 Acme root SUPERUSER True"]);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Four_nodes_that_start_at_once_make_everything_once(string environment)
    {
        var options = environment == Environments.Development ? new BootstrapOptions() : Acme;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Start(options, environment))));

        (await Members()).Length.ShouldBe(environment == Environments.Development ? 3 : 1);
        (await Members()).ShouldAllBe(member => member.StartsWith("1 "));
    }

    [Theory]
    [InlineData("Organization", null)]
    [InlineData("Organization", " ")]
    [InlineData("Username", null)]
    [InlineData("Username", "no name")]
    [InlineData("Email", "no email")]
    [InlineData("Password", "short")]
    [InlineData("Password", null)]
    public void Half_of_the_settings_or_bad_ones_are_named(string key, string? value)
    {
        var options = new BootstrapOptions
        {
            Organization = key == "Organization" ? value : Acme.Organization,
            Username = key == "Username" ? value : Acme.Username,
            Email = key == "Email" ? value : Acme.Email,
            Password = key == "Password" ? value : Acme.Password,
        };

        var bad = new (string Key, bool IsGood)[]
        {
            ("Organization", options.HasOrganization),
            ("Username", options.HasUsername),
            ("Email", options.HasEmail),
            ("Password", options.HasPassword),
        };

        bad.Where(setting => !setting.IsGood).Select(setting => setting.Key).ShouldBe([key]);
    }

    private async Task Start(BootstrapOptions options, string environment = "Production")
    {
        using var passwords = new Passwords(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));
        var bootstrap = new Bootstrap(
            _db,
            passwords,
            Options.Create(options),
            new HostingEnvironment { EnvironmentName = environment },
            NullLogger<Bootstrap>.Instance);

        await bootstrap.Run(TestContext.Current.CancellationToken);
    }

    private async Task<string[]> Members() =>
    [
        .. await _db.Query<string>(
            """
            SELECT concat_ws(' ', o.id, o.name, u.username, m.role, CASE WHEN m.is_active THEN 'True' ELSE 'False' END)
              FROM organization_members m
              JOIN organizations o ON o.id = m.organization_id
              JOIN users u ON u.id = m.user_id
             ORDER BY u.username
            """,
            null,
            TestContext.Current.CancellationToken),
    ];

    private Task<string?> HashOf(string username) => _db.QueryOne<string>(
        "SELECT password_hash FROM users WHERE username = @Username", new { Username = username }, TestContext.Current.CancellationToken);
}
