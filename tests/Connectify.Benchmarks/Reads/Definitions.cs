using Npgsql;

namespace Connectify.Benchmarks.Reads;

/// <summary>
/// The constraints and indexes that make filling slow, in the catalog's own words, so that what is made again is what
/// was there: every foreign key, and of the large tables every index.
/// </summary>
internal sealed class Definitions
{
    // Unique constraints before indexes before foreign keys, which need them.
    private const string Sql = """
        -- Reads.Definitions
        SELECT rank, format('ALTER TABLE %s %s CONSTRAINT %I', at, action, name), definition, at || ' ' || name
          FROM (SELECT (c.contype = 'f')::int * 2 AS rank, c.conrelid::regclass::text AS at, 'ADD' AS action,
                       c.conname AS name, pg_get_constraintdef(c.oid) AS definition
                  FROM pg_constraint c
                 WHERE c.connamespace = current_schema()::regnamespace
                   AND (c.contype = 'f' OR (c.contype IN ('p', 'u') AND c.conrelid::regclass::text = ANY (@Large)))
               ) constraints
        UNION ALL
        SELECT 1, format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), i.indexrelid::regclass::text
          FROM pg_index i
         WHERE i.indrelid::regclass::text = ANY (@Large)
           AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
         ORDER BY 1, 4
        """;

    private static readonly string[] Large = ["messages", "message_reads", "reactions", "attachments"];

    private readonly IReadOnlyList<Definition> _all;

    private Definitions(IReadOnlyList<Definition> all) => _all = all;

    /// <summary>Reads what is there now.</summary>
    internal static async Task<Definitions> Read(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("Large", Large);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var all = new List<Definition>();

        while (await reader.ReadAsync(cancel))
        {
            all.Add(new Definition(reader.GetInt32(0) == 1, reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return new Definitions(all);
    }

    /// <summary>Removes them all, foreign keys first.</summary>
    internal async Task Drop(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var definition in _all.Reverse())
        {
            await Execute(connection, definition.Removal, cancel);
        }
    }

    /// <summary>Makes them all again.</summary>
    /// <exception cref="InvalidOperationException">What is there now is not what was there.</exception>
    internal async Task Restore(NpgsqlConnection connection, Action<string> tell, CancellationToken cancel)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            tell($"index or constraint {i + 1} of {_all.Count}, {_all[i].Name}");
            await Execute(connection, _all[i].Making, cancel);
        }

        if (!(await Read(connection, cancel))._all.SequenceEqual(_all))
        {
            throw new InvalidOperationException("After filling, the schema is not what it was.");
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <param name="IsIndex">An index, else a constraint.</param>
    /// <param name="Head">The statement up to the definition; of an index the one that removes it.</param>
    /// <param name="Text">The catalog's definition.</param>
    /// <param name="Name">What it is called.</param>
    private sealed record Definition(bool IsIndex, string Head, string Text, string Name)
    {
        internal string Making => IsIndex ? Text : $"{Head} {Text}";

        internal string Removal => IsIndex ? Head : Head.Replace(" ADD ", " DROP ", StringComparison.Ordinal);
    }
}
