using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Puts an emoji on a message; the same one twice answers the first.</summary>
internal static class React
{
    /// <param name="Emoji">1–64 characters without white space and control characters.</param>
    internal sealed record Request(string? Emoji)
    {
        internal static Request Example { get; } = new("👍");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Emoji).IsEmoji();
    }

    private const string Sql = $"""
        -- Messages.React.Lock
        {Membership.LockChatOfMessage};
        -- Messages.React
        WITH earlier AS (
            {Idempotency.Earlier}
        ), message AS (
            SELECT c.id AS chat_id, c.last_position, c.last_change,
                   NOT {Blocking.Any} AND NOT EXISTS (SELECT FROM earlier) AS may_react
              FROM {Membership.SeenMessage}
        ), mine AS (
            SELECT r.* FROM message JOIN reactions r ON r.message_id = @MessageId AND r.user_id = @Me
        ), made AS (
            INSERT INTO reactions (message_id, user_id, emoji, created_at)
            SELECT @MessageId, @Me, @Emoji, clock_timestamp()
              FROM message WHERE may_react AND (SELECT count(*) FROM mine) < @Most
            ON CONFLICT DO NOTHING
            RETURNING *
        ), moved AS (
            UPDATE chats SET last_change = chats.last_change + 1
              FROM message WHERE chats.id = message.chat_id AND EXISTS (SELECT FROM made)
            RETURNING chats.last_change
        ), changed AS (
            UPDATE messages SET changed = moved.last_change FROM moved WHERE id = @MessageId
        ), created AS (
            SELECT * FROM made UNION ALL SELECT mine.* FROM mine, message WHERE mine.emoji = @Emoji AND may_react
        ), remembered AS (
            {Idempotency.Remember}
        )
        SELECT r.id, r.created_at, message.chat_id, message.last_position, earlier.id AS earlier_id, earlier.is_same,
               coalesce(moved.last_change, message.last_change) AS last_change, EXISTS (SELECT FROM moved) AS is_new
          FROM (VALUES (1)) one (row) LEFT JOIN earlier ON true LEFT JOIN message ON true LEFT JOIN moved ON true
          LEFT JOIN (SELECT * FROM created UNION ALL SELECT mine.* FROM mine JOIN earlier USING (id)) r ON true
        """;

    [Refuses(
        nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember),
        nameof(Refusals.WriteToBlocker), nameof(Refusals.WriteToBlocked), nameof(Refusals.TooManyReactions),
        nameof(Refusals.KeyReused), nameof(Refusals.ReactionNotFound))]
    internal static async Task<Results<Created<Reaction>, Ok<Reaction>, ProblemHttpResult>> Handle(
        long messageId, Request request, IdempotencyKey key, Me me, IOptions<Limits> limits, NpgsqlDataSource db, Hub hub,
        CancellationToken cancel)
    {
        var parameters = new
        {
            MessageId = messageId,
            Me = me.Id,
            request.Emoji,
            Most = limits.Value.ReactionsPerMessage,
            Path = $"messages/{messageId}/react",
            Key = key.Value,
            Fingerprint = Idempotency.Fingerprint(request),
        };
        var row = await db.QueryOneLocked<Row>(Sql, parameters, cancel);

        if (row is { Id: { } id, IsSame: not false })
        {
            var reaction = new Reaction(id, messageId, request.Emoji!, me.Id, me.Username, row.CreatedAt!.Value);
            var topic = ChatTopic.Of(row.ChatId!.Value);
            var cursor = new Cursor(row.LastPosition!.Value, row.LastChange!.Value);

            if (!row.IsNew)
            {
                hub.Notice(topic, cursor);
                return TypedResults.Ok(reaction);
            }

            hub.Publish(topic, cursor, new ReactionAdded(row.ChatId.Value, reaction));
            return TypedResults.Created((string?)null, reaction);
        }

        return row switch
        {
            { IsSame: false } => Refusals.KeyReused,
            { EarlierId: not null } => await ChatRefusals.Why(messageId, me, db, cancel) ?? Refusals.ReactionNotFound,
            _ => await ChatRefusals.WhyNotWrite(messageId, me, onlyOwn: false, db, cancel) ?? Refusals.TooManyReactions,
        };
    }

    private sealed record Row(
        long? Id, DateTime? CreatedAt, long? ChatId, long? LastPosition, long? EarlierId, bool? IsSame, long? LastChange,
        bool IsNew);
}
