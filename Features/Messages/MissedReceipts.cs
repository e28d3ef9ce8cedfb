using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Messages that somebody has read: one range of them, as it was stored.</summary>
/// <param name="ChatId">The chat.</param>
/// <param name="UserId">The reader.</param>
/// <param name="FirstPosition">Where the range begins; with chat and reader it says which it is.</param>
/// <param name="MessageIds">Those of the range; of a long one only the newest 500.</param>
/// <param name="ReadAt">When it was stored, by the clock of the database.</param>
/// <param name="LastChange">A change of the chat by which all of them had been sent.</param>
internal sealed record MissedReceipt(long ChatId, long UserId, long FirstPosition, long[] MessageIds, long LastChange, DateTime ReadAt);

/// <summary>What was read lately in some chats, from the database.</summary>
internal sealed class MissedReceipts(NpgsqlDataSource db)
{
    // The chats are looked at last: what was read lately is little, what was read in a chat may be much. Whoever stored
    // a receipt just before may have committed it just after, for which the overlap is more than long enough. Whoever has
    // stored one within the last second is about to tell of it, and knows more of it: up to where it reads.
    private const string Sql = $"""
        -- Messages.MissedReceipts
        WITH late AS MATERIALIZED (
            SELECT chat_id, user_id, first_position, last_position, read_at
              FROM message_reads
             WHERE read_at > @Since::timestamptz - interval '10 seconds' AND read_at < now() - interval '1 second'
             ORDER BY read_at
        )
        SELECT now() AS as_of, read.read_at, read.chat_id, read.user_id, read.first_position,
               (SELECT last_change FROM chats WHERE id = read.chat_id) AS last_change,
               array(SELECT e.id
                       FROM messages e
                      WHERE e.chat_id = read.chat_id AND e.position > read.last_position - {Receipts.MostNamed}
                        AND e.position BETWEEN read.first_position AND read.last_position
                        AND e.sender_id <> read.user_id AND e.deleted_at IS NULL
                      ORDER BY e.position) AS message_ids
          FROM (VALUES (1)) one (row)
          LEFT JOIN (late JOIN unnest(@ChatIds) AS wanted (id) ON wanted.id = late.chat_id) read ON true
         ORDER BY read.read_at
        """;

    /// <summary>
    /// Reads what was stored since a moment of the database's clock and shortly before it, so that some is read twice, but
    /// not what has only just been; and gives the moment for the next time. Without a moment nothing is read but the clock.
    /// </summary>
    internal async Task<(DateTime AsOf, IReadOnlyList<MissedReceipt> Missed)> Since(
        DateTime? since, long[] chatIds, CancellationToken cancel)
    {
        var rows = await db.Query<Row>(Sql, new { Since = since, ChatIds = chatIds }, cancel);
        var missed = rows.Where(row => row.MessageIds.Length > 0).Select(row =>
            new MissedReceipt(row.ChatId!.Value, row.UserId, row.FirstPosition, row.MessageIds, row.LastChange, row.ReadAt));

        return (rows[0].AsOf, [.. missed]);
    }

    private sealed class Row
    {
        public DateTime AsOf { get; init; }
        public DateTime ReadAt { get; init; }
        public long? ChatId { get; init; }
        public long UserId { get; init; }
        public long FirstPosition { get; init; }
        public long LastChange { get; init; }
        public long[] MessageIds { get; init; } = [];
    }
}
