using System.CommandLine;
using System.Text.Json.Serialization;
using Connectify.Features.Accounts;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>Makes an account in an organization, active at once, in any role.</summary>
internal static class AddUser
{
    internal sealed record Request(
        string Organization, string Username, string Email, string FirstName, string LastName, string Role);

    internal sealed record Added(long Id, string Username, string Email, string Organization, string Role)
    {
        /// <summary>Where it was made for the user: it is shown this once.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Password { get; init; }
    }

    private sealed record Row(string Organization, long? Id);

    private const string Sql = $"""
        -- Administration.AddUser
        WITH {Named.Organization}, created AS (
            INSERT INTO users (username, email, password_hash, first_name, last_name)
            SELECT @Username, @Email, @Hash, @FirstName, @LastName FROM organization
            ON CONFLICT DO NOTHING
            RETURNING id
        ), membership AS (
            INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
            SELECT organization.id, created.id, @Role, true, false FROM organization, created
        )
        SELECT organization.name AS organization, created.id FROM organization LEFT JOIN created ON true
        """;

    internal static Command Command(CommandRun run)
    {
        var (organization, username, role) = (Named.OrganizationOption(), Named.UsernameOption(), Named.RoleOption());
        var email = new Option<string>("--email") { Description = "The user's email address", Required = true };
        var first = new Option<string>("--first-name") { Description = "May be empty", DefaultValueFactory = _ => "" };
        var last = new Option<string>("--last-name") { Description = "May be empty", DefaultValueFactory = _ => "" };
        var password = new PasswordOptions(run.Terminal);
        role.DefaultValueFactory = _ => Roles.User;

        var command = new Command("create", "Make a user, who can sign in at once") { organization, username, email, role, first, last };
        password.AddTo(command);
        run.Do(command, (given, services, cancel) => Handle(
            new Request(
                given.GetRequiredValue(organization), given.GetRequiredValue(username), given.GetRequiredValue(email),
                given.GetRequiredValue(first), given.GetRequiredValue(last), given.GetRequiredValue(role)),
            password.Of(given),
            services.GetRequiredService<Passwords>(),
            services.GetRequiredService<NpgsqlDataSource>(),
            cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(
        Request request, Func<NewPassword> choose, Passwords passwords, NpgsqlDataSource db, CancellationToken cancel)
    {
        if (Objection(request) is { } bad)
        {
            return bad;
        }

        var password = choose();

        if (password.Objection is { } objection)
        {
            return objection;
        }

        var (hash, organizationId) = (await passwords.Hash(password.Text, cancel), Named.Id(request.Organization));
        var row = await db.QueryOne<Row>(Sql, new
        {
            request.Organization,
            request.Username,
            request.Email,
            request.FirstName,
            request.LastName,
            request.Role,
            OrganizationId = organizationId,
            Hash = hash,
        }, cancel);

        return row switch
        {
            null => Objections.NoOrganization(request.Organization),
            { Id: { } id } => new Outcome(
                new Added(id, request.Username, request.Email, row.Organization, request.Role) { Password = password.Shown }),
            _ => Objections.Taken((await Taken.Refusal(request.Username, request.Email, db, cancel))?.ProblemDetails.Detail),
        };
    }

    private static Outcome? Objection(Request request) =>
        !AccountRules.IsUsername(request.Username) ? Objections.BadUsername
        : !AccountRules.IsEmail(request.Email) ? Objections.BadEmail
        : !AccountRules.IsPersonName(request.FirstName) || !AccountRules.IsPersonName(request.LastName) ? Objections.BadName
        : null;
}
