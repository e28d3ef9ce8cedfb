using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Reads everything in a chat up to a message.</summary>
internal static class MarkRead
{
    /// <param name="UpTo">A message of the chat; a tombstone serves as well.</param>
    internal sealed record Request(long? UpTo)
    {
        internal static Request Example { get; } = new(123);
    }

    /// <param name="UnreadCount">What is left: messages by others, not deleted, that the caller has not read.</param>
    internal sealed record Response(long UnreadCount)
    {
        internal static Response Example { get; } = new(0);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.UpTo).NotNull().WithMessage("A message is needed.");
    }

    private const string Sql = $"""
        -- Messages.MarkRead.Lock
        {Receipts.LockMember};
        -- Messages.MarkRead
        WITH chat AS (
            SELECT c.id, c.last_change, c.live_count, me.live_sent_count, me.read_count, me.read_through
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        ), target AS (
            SELECT e.position FROM chat JOIN messages e ON e.id = @UpTo AND e.chat_id = chat.id
        ), {UnreadGaps.UpToTarget}, stored AS (
            INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
            SELECT @ChatId, @Me, low, high, clock_timestamp() FROM unread WHERE live > 0
        ), marked AS (
            UPDATE chat_members m
               SET read_through = greatest(m.read_through, target.position),
                   read_count = m.read_count + coalesce((SELECT sum(live) FROM unread), 0)
              FROM target
             WHERE m.chat_id = @ChatId AND m.user_id = @Me
            RETURNING m.read_count
        )
        SELECT chat.live_count - chat.live_sent_count - marked.read_count AS unread_count,
               chat.last_change, target.position IS NOT NULL AS is_found,
               array(SELECT e.id
                       FROM unread
                      CROSS JOIN LATERAL (
                            SELECT id, position
                              FROM messages
                             WHERE chat_id = @ChatId AND sender_id <> @Me AND deleted_at IS NULL
                               AND position BETWEEN greatest(low, target.position - {Receipts.MostNamed} + 1) AND high
                            OFFSET 0) e
                      WHERE high > target.position - {Receipts.MostNamed}
                      ORDER BY e.position) AS message_ids,
               array(SELECT low FROM unread WHERE live > 0 ORDER BY low) AS starts
          FROM chat
          LEFT JOIN target ON true
          LEFT JOIN marked ON true
        """;

    [Refuses(
        nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound), nameof(Refusals.NotAMember),
        nameof(Refusals.GroupChatNotFound), nameof(Refusals.UnknownUpTo))]
    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, Me me, NpgsqlDataSource db, Hub hub, CancellationToken cancel)
    {
        var row = await db.QueryOneLocked<Row>(
            Sql, new { ChatId = chat.Id, chat.Kind, request.UpTo, Me = me.Id }, cancel);

        if (row is not { IsFound: true })
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.UnknownUpTo;
        }

        if (row.MessageIds.Length > 0)
        {
            hub.PublishAfter(
                ChatTopic.Of(chat.Id),
                row.LastChange,
                new MessagesRead(chat.Id, me.Id, row.MessageIds, request.UpTo),
                me.Id,
                row.Starts,
                isPointer: true);
        }

        return TypedResults.Ok(new Response(row.UnreadCount));
    }

    private sealed class Row
    {
        public long UnreadCount { get; init; }
        public long LastChange { get; init; }
        public bool IsFound { get; init; }
        public long[] MessageIds { get; init; } = [];

        // The first positions of what was stored.
        public long[] Starts { get; init; } = [];
    }
}
