using Connectify.Features.Accounts;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>
/// Gives a user another role in an organization, also that of a superuser. As with the API, an organization that has an
/// active superuser keeps one.
/// </summary>
internal static class SetUserRole
{
    internal sealed record Request(string Organization, string Username, string Role);

    internal sealed record Changed(long Id, string Username, string Organization, string Role);

    private sealed record Row(string Organization, string? Username, long? Id);

    // One at a time in an organization, as with the API: two that demote at once leave one superuser.
    private const string Sql = $"""
        -- Administration.SetUserRole
        WITH {Named.Organization}
        SELECT 1 FROM organizations o JOIN organization USING (id) FOR NO KEY UPDATE OF o;
        WITH {Named.Organization}, member AS (
            SELECT m.organization_id, m.user_id, u.username
              FROM organization
              JOIN organization_members m ON m.organization_id = organization.id
              JOIN users u ON u.id = m.user_id
             WHERE lower(u.username) = lower(@Username)
        ), changed AS (
            UPDATE organization_members m
               SET role = @Role
              FROM member
             WHERE m.organization_id = member.organization_id AND m.user_id = member.user_id
               AND (@Role = '{Roles.Superuser}' OR m.role <> '{Roles.Superuser}' OR NOT m.is_active OR EXISTS (
                   SELECT 1
                     FROM organization_members other
                    WHERE other.organization_id = m.organization_id AND other.user_id <> m.user_id
                      AND other.is_active AND other.role = '{Roles.Superuser}'))
            RETURNING m.user_id
        )
        SELECT organization.name AS organization, member.username, changed.user_id AS id
          FROM organization LEFT JOIN member ON true LEFT JOIN changed ON true
        """;

    internal static Command Command(CommandRun run)
    {
        var (organization, username, role) = (Named.OrganizationOption(), Named.UsernameOption(), Named.RoleOption());
        role.Required = true;
        var command = new Command("set-role", "Give a user another role") { organization, username, role };
        run.Do(command, (given, services, cancel) => Handle(
            new Request(given.GetRequiredValue(organization), given.GetRequiredValue(username), given.GetRequiredValue(role)),
            services.GetRequiredService<NpgsqlDataSource>(),
            cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(Request request, NpgsqlDataSource db, CancellationToken cancel)
    {
        var organizationId = Named.Id(request.Organization);
        var row = await db.QueryOneLocked<Row>(
            Sql, new { request.Organization, OrganizationId = organizationId, request.Username, request.Role }, cancel);

        return row switch
        {
            null => Objections.NoOrganization(request.Organization),
            { Username: null } => Objections.NotIn(request.Username, row.Organization),
            { Id: { } id } => new Outcome(new Changed(id, row.Username, row.Organization, request.Role)),
            _ => Objections.LastSuperuser(row.Username, row.Organization),
        };
    }
}
