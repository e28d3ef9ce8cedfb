using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Takes one's own emoji off a message, one or all; where there is none, nothing happens.</summary>
internal static class Unreact
{
    // Each that goes is a change of its own, so that each has its frame.
    private const string Sql = $"""
        -- Messages.Unreact.Lock
        {Membership.LockChatOfMessage};
        -- Messages.Unreact
        WITH message AS (
            SELECT c.id AS chat_id, c.last_position, c.last_change
              FROM {Membership.SeenMessage}
        ), removed AS (
            DELETE FROM reactions r
             USING message
             WHERE r.message_id = @MessageId AND r.user_id = @Me AND (@Emoji::text IS NULL OR r.emoji = @Emoji)
            RETURNING r.id, r.emoji
        ), moved AS (
            UPDATE chats c
               SET last_change = c.last_change + news.count
              FROM message, (SELECT count(*) FROM removed) news
             WHERE c.id = message.chat_id AND news.count > 0
            RETURNING c.last_change
        ), changed AS (
            UPDATE messages SET changed = moved.last_change FROM moved WHERE id = @MessageId
        )
        SELECT message.chat_id, message.last_position, coalesce(moved.last_change, message.last_change) AS last_change,
               array(SELECT emoji FROM removed ORDER BY id) AS emoji
          FROM message
          LEFT JOIN moved ON true
        """;

    [Refuses(nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember))]
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        long messageId, EmojiQuery query, Me me, NpgsqlDataSource db, Hub hub, CancellationToken cancel)
    {
        var row = await db.QueryOneLocked<Row>(Sql, new { MessageId = messageId, Me = me.Id, query.Emoji }, cancel);

        if (row is null)
        {
            return await ChatRefusals.Why(messageId, me, db, cancel) ?? Refusals.MessageNotFound;
        }

        var topic = ChatTopic.Of(row.ChatId);

        for (var n = 0; n < row.Emoji.Length; n++)
        {
            hub.Publish(
                topic,
                new Cursor(row.LastPosition, row.LastChange - row.Emoji.Length + 1 + n),
                new ReactionRemoved(row.ChatId, messageId, row.Emoji[n], me.Id));
        }

        // Where there was none, an earlier attempt may have taken them off without having told the chat.
        hub.Notice(topic, new Cursor(row.LastPosition, row.LastChange));

        return TypedResults.NoContent();
    }

    private sealed class Row
    {
        public long ChatId { get; init; }
        public long LastPosition { get; init; }
        public long LastChange { get; init; }
        public string[] Emoji { get; init; } = [];
    }
}
