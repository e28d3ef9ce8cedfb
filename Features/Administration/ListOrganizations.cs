using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>All organizations, the oldest first, with how many active users each has.</summary>
internal static class ListOrganizations
{
    internal sealed record Row(long Id, string Name, long ActiveUsers, string CreatedAt);

    private const string Sql = """
        -- Administration.ListOrganizations
        SELECT o.id, o.name, count(m.user_id) AS active_users,
               to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at
          FROM organizations o
          LEFT JOIN organization_members m ON m.organization_id = o.id AND m.is_active
         GROUP BY o.id
         ORDER BY o.id
        """;

    internal static Command Command(CommandRun run)
    {
        var command = new Command("list", "Show all organizations");
        run.Do(command, (_, services, cancel) => Handle(services.GetRequiredService<NpgsqlDataSource>(), cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(NpgsqlDataSource db, CancellationToken cancel) =>
        new((await db.Query<Row>(Sql, null, cancel)).ToArray());
}
