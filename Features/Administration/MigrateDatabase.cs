using Connectify.Infrastructure.CommandLine;
using Connectify.Infrastructure.Database;
using Npgsql;
using Command = System.CommandLine.Command;

namespace Connectify.Features.Administration;

/// <summary>Brings the schema up to date, as every start of the service does; nodes that start meanwhile wait for it.</summary>
internal static class MigrateDatabase
{
    /// <param name="From">Null where the database was empty.</param>
    internal sealed record Migrated(string? From, string To);

    internal static Command Command(CommandRun run)
    {
        var command = new Command("migrate", "Bring the database up to date, as every start of the service does");
        command.SetAction((given, cancel) => run.OnDatabase(
            given,
            (app, address) => Handle(app.Services.GetRequiredService<NpgsqlDataSource>(), address, app.Logger, cancel),
            cancel));

        return command;
    }

    internal static async Task<Outcome> Handle(NpgsqlDataSource db, string address, ILogger log, CancellationToken cancel)
    {
        var from = await DatabaseStart.WhenUp(() => Migrator.Version(db, cancel), cancel);
        await DatabaseStart.Migrate(db, address, log, cancel);

        return new Outcome(new Migrated(from, (await Migrator.Version(db, cancel))!));
    }
}
