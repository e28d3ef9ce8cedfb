using System.Threading.Channels;
using Npgsql;

namespace Connectify.Benchmarks.Floors;

/// <summary>
/// Stores messages, those that wait together: while a batch is on its way the next gathers, and all of it shares a
/// statement and a commit. Whoever waits is told after the reader is closed, for only then it is committed.
/// </summary>
internal sealed class Store
{
    private const int Writers = 2;
    private const int Largest = 64;
    private const int Waiting = 4096;

    private const string Sql = """
        WITH incoming AS (
            SELECT * FROM unnest($1, $2, $3) WITH ORDINALITY AS t (chat_id, sender_id, content, place)
        ), locked AS MATERIALIZED (
            SELECT id FROM chats WHERE id = ANY ($1) ORDER BY id FOR UPDATE
        ), stored AS (
            INSERT INTO messages (chat_id, sender_id, content)
            SELECT i.chat_id, i.sender_id, i.content FROM incoming i WHERE EXISTS (SELECT FROM locked) ORDER BY i.place
            RETURNING id, chat_id, created_at
        ), newest AS (
            SELECT chat_id, max(id) AS id, max(created_at) AS created_at, count(*) AS number FROM stored GROUP BY chat_id
        ), counted AS (
            UPDATE chats c
               SET newest_id = n.id, newest_at = n.created_at, message_count = message_count + n.number
              FROM newest n
             WHERE c.id = n.chat_id
        )
        SELECT id, created_at FROM stored ORDER BY id
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Channel<Entry> _waiting =
        Channel.CreateBounded<Entry>(new BoundedChannelOptions(Waiting));

    internal Store(NpgsqlDataSource database)
    {
        _database = database;

        for (var writer = 0; writer < Writers; writer++)
        {
            _ = Task.Run(Write);
        }
    }

    /// <summary>Fails where the database does not answer.</summary>
    internal async Task Check()
    {
        await using var command = _database.CreateCommand("SELECT FROM chats LIMIT 1");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stores a message, and returns when it is committed.</summary>
    internal async Task<(long Id, DateTime CreatedAt)> Keep(long chat, long sender, string content)
    {
        var entry = new Entry(chat, sender, content);
        await _waiting.Writer.WriteAsync(entry);

        return await entry.Stored.Task;
    }

    private async Task Write()
    {
        var batch = new List<Entry>(Largest);

        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();

            while (batch.Count < Largest && _waiting.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            if (batch.Count > 0)
            {
                await Write(batch);
            }
        }
    }

    private async Task Write(List<Entry> batch)
    {
        try
        {
            var stored = await Execute(batch);

            foreach (var (entry, row) in batch.Zip(stored))
            {
                entry.Stored.SetResult(row);
            }
        }
        catch (NpgsqlException e)
        {
            batch.ForEach(entry => entry.Stored.TrySetException(e));
        }
    }

    // Numbers are drawn in the order of the batch, so rows in the order of their numbers are in its order.
    private async Task<List<(long, DateTime)>> Execute(List<Entry> batch)
    {
        await using var command = _database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(entry => entry.Chat)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(entry => entry.Sender)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(entry => entry.Content)] });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, DateTime)>(batch.Count);

        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), reader.GetDateTime(1)));
        }

        return rows;
    }

    private sealed record Entry(long Chat, long Sender, string Content)
    {
        internal TaskCompletionSource<(long Id, DateTime CreatedAt)> Stored { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
