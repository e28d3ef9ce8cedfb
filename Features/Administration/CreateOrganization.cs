using System.CommandLine;
using Connectify.Features.Accounts;
using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>Makes an organization, which has no users yet.</summary>
internal static class CreateOrganization
{
    internal sealed record Created(long Id, string Name);

    private const string Sql = """
        -- Administration.CreateOrganization
        INSERT INTO organizations (name) VALUES (@Name) ON CONFLICT DO NOTHING RETURNING id, name
        """;

    private const string ExistingSql = """
        -- Administration.CreateOrganization.Existing
        SELECT id, name FROM organizations WHERE lower(name) = lower(@Name)
        """;

    internal static Command Command(CommandRun run)
    {
        var name = new Argument<string>("NAME") { Description = "1 to 100 characters, like no other organization's" };
        var command = new Command("create", "Make an organization") { name };
        run.Do(command, (given, services, cancel) =>
            Handle(given.GetRequiredValue(name), services.GetRequiredService<NpgsqlDataSource>(), cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(string name, NpgsqlDataSource db, CancellationToken cancel)
    {
        if (!AccountRules.IsOrganization(name) || name.Any(char.IsControl))
        {
            return Objections.BadOrganization;
        }

        if (await db.QueryOne<Created>(Sql, new { Name = name }, cancel) is { } created)
        {
            return new Outcome(created);
        }

        var existing = await db.QueryOne<Created>(ExistingSql, new { Name = name }, cancel);

        return Objections.OrganizationExists(existing!.Name, existing.Id);
    }
}
