using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>What happened in a chat since a cursor, from the database: new messages, and the state of those changed.</summary>
internal sealed class MissedMessages(NpgsqlDataSource db, SignedUrls urls)
{
    private const string Sql = $"""
        -- Messages.Missed
        WITH chat AS (
            SELECT id, last_position, last_change,
                   array(SELECT id FROM unnest(@Listeners) AS listener (id)
                          WHERE NOT EXISTS (SELECT FROM chat_members m
                                             WHERE m.chat_id = @ChatId AND m.user_id = listener.id AND m.left_at IS NULL))
                   AS absent
              FROM chats
             WHERE id = @ChatId AND is_active
        ), page AS (
            SELECT missed.*
              FROM chat
             CROSS JOIN LATERAL (
                  (SELECT e.* FROM messages e
                    WHERE e.chat_id = chat.id AND e.position > @Position
                    ORDER BY e.position LIMIT @Limit)
                    UNION ALL
                  (SELECT e.* FROM messages e
                    WHERE e.chat_id = chat.id AND e.changed > @Change AND e.position <= @Position
                    ORDER BY e.changed LIMIT @Limit)
                  ) missed
             LIMIT @Limit
        ), {MessageRow.Reads}
        SELECT chat.last_position, chat.last_change, chat.absent, {MessageRow.Columns}
          FROM chat
          LEFT JOIN page ON true
          {MessageRow.Joins}
         ORDER BY page.position <= @Position, CASE WHEN page.position <= @Position THEN page.changed ELSE page.position END
        """;

    private const int Most = 1000;

    /// <summary>
    /// Reads what came after a cursor, and which of those who listen are not in the chat; null where it is no more.
    /// </summary>
    internal async Task<Reading?> Since(Topic topic, Cursor after, long[] listeners)
    {
        var rows = await db.Query<Row>(
            Sql,
            new { ChatId = topic.Id, after.Position, after.Change, Limit = Most + 1, Listeners = listeners },
            CancellationToken.None);

        if (rows.Count == 0)
        {
            return null;
        }

        var isWhole = rows.Count <= Most;
        var missed = rows.Where(row => isWhole && row.Id != 0).Select(row => row.ToMissed(after, urls));

        return new Reading([.. missed], new Cursor(rows[0].LastPosition, rows[0].LastChange), isWhole, rows[0].Absent);
    }

    private sealed class Row : MessageRow
    {
        public long LastPosition { get; init; }
        public long LastChange { get; init; }
        public long[] Absent { get; init; } = [];

        // Until all new messages are shown, a socket has seen no change later than the one it started from.
        internal Missed ToMissed(Cursor after, SignedUrls urls) => Position > after.Position
            ? new Missed(after with { Position = Position }, IsNew: true, new MessageSent(ToMessage(urls)))
            : new Missed(new Cursor(LastPosition, Changed!.Value), IsNew: false, new MessageUpdated(ChatId, ToMessage(urls)));
    }
}
