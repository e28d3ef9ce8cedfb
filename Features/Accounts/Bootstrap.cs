using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>
/// Makes sure at every start that there is an organization and a superuser in it: those of the settings, or in
/// Development, where there are none, a demo. Any number of nodes may do it at once.
/// </summary>
internal sealed partial class Bootstrap(
    NpgsqlDataSource db,
    Passwords passwords,
    IOptions<BootstrapOptions> options,
    IHostEnvironment environment,
    ILogger<Bootstrap> log)
{
    private const string DemoOrganization = "Demo";

    /// <summary>Everybody's in the demo.</summary>
    internal const string DemoPassword = "connectify";

    /// <summary>Who is in the demo; the first of them is its superuser.</summary>
    internal static readonly string[] DemoUsers = ["alice", "bob", "carol"];

    private sealed record Person(string Organization, string Role, string Username, string Email, string Password);

    // A superuser of the settings is one after every start. Whoever else is there stays as they are.
    private const string FindSql = $"""
        -- Accounts.Bootstrap.Find
        SELECT EXISTS (
            SELECT 1
              FROM organizations o
              JOIN organization_members m ON m.organization_id = o.id
              JOIN users u ON u.id = m.user_id
             WHERE lower(o.name) = lower(@Organization) AND lower(u.username) = lower(@Username)
               AND (@Role <> '{Roles.Superuser}' OR (m.role = '{Roles.Superuser}' AND m.is_active)))
        """;

    private const string Sql = $"""
        -- Accounts.Bootstrap
        SELECT pg_advisory_xact_lock(hashtextextended('Accounts.Bootstrap', 0));
        WITH known_organization AS (
            SELECT id FROM organizations WHERE lower(name) = lower(@Organization)
        ), new_organization AS (
            INSERT INTO organizations (name)
            SELECT @Organization WHERE NOT EXISTS (SELECT 1 FROM known_organization)
            RETURNING id
        ), known_user AS (
            SELECT id FROM users WHERE lower(username) = lower(@Username)
        ), new_user AS (
            INSERT INTO users (username, email, password_hash)
            SELECT @Username, @Email, @Hash WHERE NOT EXISTS (SELECT 1 FROM known_user)
            ON CONFLICT DO NOTHING
            RETURNING id
        ), organization AS (
            SELECT id FROM known_organization UNION ALL SELECT id FROM new_organization
        ), account AS (
            SELECT id FROM known_user UNION ALL SELECT id FROM new_user
        ), membership AS (
            INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
            SELECT organization.id, account.id, @Role, true, false FROM organization, account
            ON CONFLICT (organization_id, user_id) DO UPDATE
               SET role = excluded.role, is_active = true, awaits_activation = false
             WHERE excluded.role = '{Roles.Superuser}'
        )
        SELECT EXISTS (SELECT 1 FROM account)
        """;

    /// <summary>True where the settings name nobody, in Development.</summary>
    internal bool IsDemo => options.Value.IsNone && environment.IsDevelopment();

    /// <exception cref="CannotStartException">The email is another user's.</exception>
    internal async Task Run(CancellationToken cancel)
    {
        foreach (var person in People())
        {
            if (!await db.QueryOne<bool>(FindSql, person, cancel))
            {
                await Make(person, cancel);
            }
        }
    }

    private Person[] People() => options.Value switch
    {
        { IsNone: false } settings =>
            [new(settings.Organization!, Roles.Superuser, settings.Username!, settings.Email!, settings.Password!)],
        _ when IsDemo => [.. DemoUsers.Select((name, place) => Demo(name, place == 0 ? Roles.Superuser : Roles.User))],
        _ => [],
    };

    private async Task Make(Person person, CancellationToken cancel)
    {
        var hash = await passwords.Hash(person.Password, cancel);
        var parameters = new { person.Organization, person.Role, person.Username, person.Email, Hash = hash };

        if (!await db.QueryOneLocked<bool>(Sql, parameters, cancel))
        {
            throw new CannotStartException("Bootstrap:Email is the email of another user.");
        }

        LogMade(person.Username, person.Role, person.Organization);
    }

    private static Person Demo(string name, string role) =>
        new(DemoOrganization, role, name, $"{name}@example.com", DemoPassword);

    [LoggerMessage(LogLevel.Information, "{Username} is {Role} in the organization {Organization}")]
    private partial void LogMade(string username, string role, string organization);
}
