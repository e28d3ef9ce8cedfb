using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Connectify.Benchmarks.Reads;

/// <summary>Fills a migrated database through COPY, in the time that PostgreSQL needs to write it.</summary>
/// <param name="connectionString">The database, which holds nothing yet but its schema.</param>
/// <param name="tell">Is told how far it is, a line at a time.</param>
internal sealed class Filler(string connectionString, Action<string> tell)
{
    // The identities go on after what was given; of an empty table they begin where they did.
    private const string IdentitiesSql = """
        -- Reads.Identities
        SELECT format('SELECT setval(%L, max(%I)) FROM %I HAVING max(%2$I) IS NOT NULL',
                      pg_get_serial_sequence(quote_ident(table_name), column_name), column_name, table_name)
          FROM information_schema.columns
         WHERE table_schema = current_schema() AND is_identity = 'YES'
        """;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Fills it, sees to it that all is as the migrations made it, and checks the counts of a sample.</summary>
    /// <exception cref="InvalidOperationException">Counts do not agree, or the schema is not what it was.</exception>
    internal async Task Fill(DataShape shape, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = "-c synchronous_commit=off -c maintenance_work_mem=512MB",
            CommandTimeout = 0,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync(cancel);
        var definitions = await Definitions.Read(connection, cancel);
        await definitions.Drop(connection, cancel);
        await Task.Factory.StartNew(
            () => Write(shape, cancel), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await definitions.Restore(connection, Tell, cancel);
        await GoOn(connection, cancel);
        Tell("vacuum and analyze");
        await Execute(connection, "VACUUM (ANALYZE)", cancel);
        await Execute(connection, "CHECKPOINT", cancel);
        Tell("check");
        await FillCheck.Check(connection, cancel);
        Tell("done");
    }

    private void Write(DataShape shape, CancellationToken cancel)
    {
        var chats = Population.Chats(shape);

        using (var messages = new MessageCopies(connectionString))
        {
            messages.Write(
                chats,
                written => Tell(string.Create(CultureInfo.InvariantCulture, $"{written:n0} of {shape.Messages:n0} messages")),
                cancel);
        }

        PeopleCopies.Write(connectionString, shape, chats);
    }

    private static async Task GoOn(NpgsqlConnection connection, CancellationToken cancel)
    {
        var statements = new List<string>();

        await using (var command = new NpgsqlCommand(IdentitiesSql, connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                statements.Add(reader.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await Execute(connection, statement, cancel);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private void Tell(string what) =>
        tell(string.Create(CultureInfo.InvariantCulture, $"filling, {_watch.Elapsed.TotalSeconds:n0} s: {what}"));
}
