using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>What happened in a chat since a cursor, from the database: new messages, and the state of those changed.</summary>
internal sealed class MissedMessages(NpgsqlDataSource db, SignedUrls urls)
{
    // A chat that is no more has one row without a message.
    private const string Sql = $"""
        -- Messages.Missed
        WITH chat AS (
            SELECT c.id, c.kind, c.is_active, c.last_position, c.last_change,
                   array(SELECT listener.id
                           FROM unnest(@Listeners) AS listener (id)
                          WHERE NOT EXISTS (
                                SELECT FROM chat_members m
                                  JOIN organization_members o
                                    ON o.organization_id = c.organization_id AND o.user_id = m.user_id AND o.is_active
                                 WHERE m.chat_id = c.id AND m.user_id = listener.id AND m.left_at IS NULL)) AS absent,
                   array(SELECT listener.id
                           FROM unnest(@Listeners) AS listener (id)
                          WHERE NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = listener.id)) AS signed_out
              FROM chats c
             WHERE c.id = @ChatId
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
             WHERE chat.is_active
             ORDER BY missed.position <= @Position, CASE WHEN missed.position <= @Position THEN missed.changed ELSE missed.position END
             LIMIT @Limit
        ), {MessageRow.Reads}
        SELECT chat.kind AS chat_kind, chat.is_active, chat.last_position, chat.last_change, chat.absent, chat.signed_out, {MessageRow.Columns}
          FROM chat
          LEFT JOIN page ON true
          {MessageRow.Joins}
         ORDER BY page.position <= @Position, CASE WHEN page.position <= @Position THEN page.changed ELSE page.position END
        """;

    /// <summary>Reads what came after a cursor, and which of those who listen may no longer.</summary>
    /// <param name="chatId">The chat.</param>
    /// <param name="after">What has been seen.</param>
    /// <param name="listeners">The users who listen.</param>
    /// <param name="most">How many messages at most; where there are more, <see cref="Page.IsWhole"/> is false.</param>
    internal async Task<Page?> Since(long chatId, Cursor after, long[] listeners, int most) =>
        ToPage(await db.Query<Row>(Sql, Parameters(chatId, after, listeners, most), CancellationToken.None), after, most);

    /// <summary>The same in a snapshot.</summary>
    internal async Task<Page?> Since(long chatId, Cursor after, long[] listeners, int most, NpgsqlConnection snapshot) =>
        ToPage(await snapshot.Query<Row>(Sql, Parameters(chatId, after, listeners, most), CancellationToken.None), after, most);

    private static object Parameters(long chatId, Cursor after, long[] listeners, int most) =>
        new { ChatId = chatId, after.Position, after.Change, Listeners = listeners, Limit = most + 1 };

    private Page? ToPage(IReadOnlyList<Row> rows, Cursor after, int most)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var chat = rows[0];
        var shown = rows.Where(row => row.Id != 0).Take(most).ToList();
        var isWhole = rows.Count <= most;
        var end = new Cursor(chat.LastPosition, chat.LastChange);

        return new Page(
            chat.ChatKind, chat.IsActive, [.. shown.Select(row => row.ToMissed(urls))],
            isWhole ? end : shown[^1].StandsAt(after, end), end, isWhole,
            [.. chat.Absent.Select(user => new Absence(user, chat.WhyAbsent(user)))]);
    }

    /// <summary>A part of what was missed in a chat, and what the chat is.</summary>
    /// <param name="Kind">A conversation or a group chat.</param>
    /// <param name="IsActive">False where the chat has ended.</param>
    /// <param name="Missed">New messages by position, then those changed, by change.</param>
    /// <param name="UpTo">Where somebody stands who has been shown them.</param>
    /// <param name="End">How far the chat is.</param>
    /// <param name="IsWhole">True where they are all.</param>
    /// <param name="Absent">Which of the listening users may listen no longer, and why.</param>
    internal sealed record Page(
        string Kind, bool IsActive, IReadOnlyList<Missed> Missed, Cursor UpTo, Cursor End, bool IsWhole, IReadOnlyList<Absence> Absent);

    private sealed class Row : MessageRow
    {
        public string ChatKind { get; init; } = "";
        public bool IsActive { get; init; }
        public long LastPosition { get; init; }
        public long LastChange { get; init; }
        public long[] Absent { get; init; } = [];
        public long[] SignedOut { get; init; } = [];

        internal CloseReason WhyAbsent(long user) =>
            SignedOut.Contains(user) ? CloseReason.Unauthorized : CloseReason.AccessDenied;

        internal Missed ToMissed(SignedUrls urls)
        {
            var message = ToMessage(urls);

            return new Missed(Position, Changed, new MessageSent(message), new MessageUpdated(ChatId, message));
        }

        // Until all new messages are shown, a socket has seen no change later than the one it started from.
        internal Cursor StandsAt(Cursor after, Cursor end) =>
            Position > after.Position ? after with { Position = Position } : end with { Change = Changed!.Value };
    }
}
