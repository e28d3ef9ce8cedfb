using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Reading single messages, exactly those named and no other.</summary>
internal static class Receipts
{
    /// <summary>How many messages a frame about a long range names.</summary>
    internal const string MostNamed = "500";

    /// <summary>Locks what @Me has read in @ChatId, so that two devices of one reader count each message once.</summary>
    internal const string LockMember =
        "SELECT 1 FROM chat_members WHERE chat_id = @ChatId AND user_id = @Me FOR NO KEY UPDATE";

    // With the last unread message everything is read through: what was read one by one need not be gathered up later.
    private const string Sql = $"""
        -- Messages.ReadThese.Lock
        {LockMember};
        -- Messages.ReadThese
        WITH chat AS (
            SELECT c.id, c.last_position, c.last_change, me.read_through, {Membership.Unread} AS unread_count
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        ), asked AS (
            SELECT e.id, e.position, e.sender_id, e.deleted_at
              FROM chat
              JOIN messages e ON e.chat_id = chat.id AND e.id = ANY (@Ids)
        ), fresh AS (
            SELECT asked.id, asked.position
              FROM chat, asked
             WHERE (SELECT count(*) FROM asked) = cardinality(@Ids)
               AND asked.sender_id <> @Me AND asked.deleted_at IS NULL AND asked.position > chat.read_through
               AND NOT EXISTS (
                   SELECT FROM message_reads r
                    WHERE r.chat_id = @ChatId AND r.user_id = @Me AND r.first_position = asked.position)
        ), stored AS (
            INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
            SELECT @ChatId, @Me, position, position, clock_timestamp() FROM fresh
        ), marked AS (
            UPDATE chat_members m
               SET read_count = m.read_count + news.count,
                   read_through = CASE news.count WHEN chat.unread_count THEN chat.last_position ELSE m.read_through END
              FROM chat, (SELECT count(*) FROM fresh) news
             WHERE m.chat_id = @ChatId AND m.user_id = @Me AND news.count > 0
        )
        SELECT chat.last_change,
               (SELECT count(*) FROM asked) AS found,
               (SELECT count(*) FROM asked WHERE deleted_at IS NULL) AS found_alive,
               array(SELECT id FROM fresh ORDER BY position) AS message_ids,
               array(SELECT position FROM fresh ORDER BY position) AS starts
          FROM chat
        """;

    /// <summary>
    /// Reads messages of a chat. Where one of them is not of this chat, or all of them are deleted, nothing is read and
    /// the answer is false.
    /// </summary>
    /// <param name="chat">The chat that all of them are in.</param>
    /// <param name="ids">The messages; the same one twice is no harm.</param>
    /// <param name="me">The reader.</param>
    /// <param name="describe">The frame that tells the chat of those that were unread until now.</param>
    /// <param name="db">The database.</param>
    /// <param name="hub">Where the frame goes.</param>
    internal static async Task<bool> Read(
        ChatId chat, IEnumerable<long> ids, Me me, Func<long[], ServerEvent> describe, NpgsqlDataSource db, Hub hub)
    {
        long[] distinct = [.. ids.Distinct()];
        var parameters = new { ChatId = chat.Id, chat.Kind, Me = me.Id, Ids = distinct };
        var row = await db.QueryOneLocked<Row>(Sql, parameters, CancellationToken.None);

        if (row is null || row.Found < distinct.Length || row.FoundAlive == 0)
        {
            return false;
        }

        if (row.MessageIds.Length > 0)
        {
            hub.PublishAfter(ChatTopic.Of(chat.Id), row.LastChange, describe(row.MessageIds), me.Id, row.Starts);
        }

        return true;
    }

    private sealed class Row
    {
        public long LastChange { get; init; }
        public long Found { get; init; }
        public long FoundAlive { get; init; }
        public long[] MessageIds { get; init; } = [];

        // The first positions of what was stored.
        public long[] Starts { get; init; } = [];
    }
}
