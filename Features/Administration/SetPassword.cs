using System.Text.Json.Serialization;
using Connectify.Features.Accounts;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>
/// Sets another password and ends every session of the user. Nodes that run hear of it at once by Redis, else within
/// five seconds.
/// </summary>
internal static class SetPassword
{
    /// <param name="Organization">Null where the user may be in any.</param>
    internal sealed record Request(string? Organization, string Username);

    internal sealed record Changed(long Id, string Username, long EndedSessions)
    {
        /// <summary>Where it was made for the user: it is shown this once.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Password { get; init; }
    }

    private const string Sql = $"""
        -- Administration.SetPassword
        SELECT 1 FROM users WHERE lower(username) = lower(@Username) FOR NO KEY UPDATE;
        WITH {Named.Organization}, changed AS (
            UPDATE users
               SET password_hash = @Hash
             WHERE lower(username) = lower(@Username)
               AND (@Organization IS NULL OR id IN (
                   SELECT m.user_id FROM organization JOIN organization_members m ON m.organization_id = organization.id))
            RETURNING id, username
        ), ended AS (
            DELETE FROM sessions USING changed WHERE sessions.user_id = changed.id RETURNING sessions.id
        )
        SELECT changed.id, changed.username, (SELECT count(*) FROM ended) AS ended_sessions FROM changed
        """;

    internal static Command Command(CommandRun run)
    {
        var (organization, username) = (Named.OrganizationOption(), Named.UsernameOption());
        var password = new PasswordOptions(run.Terminal);
        organization.Required = false;
        organization.Description = "Only if the user belongs to this organization";
        var command = new Command("set-password", "Set another password, and end every session of the user") { organization, username };
        password.AddTo(command);
        run.Do(command, (given, services, cancel) => Handle(
            new Request(given.GetValue(organization), given.GetRequiredValue(username)),
            password.Of(given),
            services.GetRequiredService<Passwords>(),
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<BackplaneOptions>(),
            cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(
        Request request, Func<NewPassword> choose, Passwords passwords, NpgsqlDataSource db, BackplaneOptions nodes, CancellationToken cancel)
    {
        var password = choose();

        if (password.Objection is { } objection)
        {
            return objection;
        }

        var (hash, organizationId) = (await passwords.Hash(password.Text, cancel), Named.Id(request.Organization));
        var changed = await db.QueryOneLocked<Changed>(
            Sql, new { request.Organization, OrganizationId = organizationId, request.Username, Hash = hash }, cancel);

        if (changed is null)
        {
            return request.Organization is { } organization
                ? Objections.NotIn(request.Username, organization)
                : Objections.NoUser(request.Username);
        }

        await Bystander.Tell(nodes, new Signal(SignalKind.User) { User = changed.Id });

        return new Outcome(changed with { Password = password.Shown });
    }
}
