using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Starts a conversation with another member of the organization; there is one for a pair at a time.</summary>
internal static class StartConversation
{
    /// <param name="ParticipantId">The other.</param>
    /// <param name="OrganizationId">The organization that both belong to.</param>
    /// <param name="InitialMessage">The first message, up to 10,000 characters; none where empty or absent.</param>
    internal sealed record Request(long? ParticipantId, long? OrganizationId, string? InitialMessage)
    {
        internal static Request Example { get; } = new(2, 1, "Hello, let's chat!");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<Limits> limits)
        {
            RuleFor(request => request.ParticipantId).NotNull().WithMessage("A user is needed.");
            RuleFor(request => request.OrganizationId).NotNull().WithMessage("An organization is needed.");
            RuleFor(request => request.InitialMessage).IsMessage(limits.Value)
                .When(request => !string.IsNullOrWhiteSpace(request.InitialMessage));
        }
    }

    private const string Sql = $"""
        -- Conversations.StartConversation.Lock
        {Pair.Lock};
        -- Conversations.StartConversation
        WITH earlier AS (
            {Idempotency.Earlier}
        ), allowed AS (
            SELECT (@Content::text IS NOT NULL)::int AS messages
              FROM organization_members mine JOIN organization_members other USING (organization_id)
             WHERE organization_id = @OrganizationId AND mine.user_id = @Me AND mine.is_active
               AND other.user_id = @ParticipantId AND other.is_active AND @ParticipantId <> @Me
               AND NOT {Pair.IsBlocked} AND NOT {Pair.HasBlocked} AND NOT EXISTS (SELECT FROM earlier)
        ), created AS (
            INSERT INTO chats (organization_id, kind, participant_low, participant_high, created_by,
                               last_position, last_change, live_count)
            SELECT @OrganizationId, 'conversation', least(@Me, @ParticipantId), greatest(@Me, @ParticipantId), @Me,
                   messages, messages, messages
              FROM allowed
            ON CONFLICT (organization_id, participant_low, participant_high) WHERE kind = 'conversation' AND is_active
            DO NOTHING RETURNING id, last_position AS messages, created_at
        ), members AS (
            INSERT INTO chat_members (chat_id, user_id, sent_count, live_sent_count)
            SELECT created.id, member.id, created.messages * member.sent, created.messages * member.sent
              FROM created, (VALUES (@Me, 1), (@ParticipantId, 0)) AS member (id, sent)
        ), message AS (
            {FirstMessage.Store}
        ), remembered AS (
            {Idempotency.Remember}
        )
        SELECT created.id AS created_id, earlier.id AS earlier_id, is_same FROM created FULL JOIN earlier ON true
        """;

    [Refuses(
        nameof(Refusals.NotInOrganization), nameof(Refusals.ParticipantNotInOrganization),
        nameof(Refusals.ConversationWithOneself), nameof(Refusals.StartWithBlocker), nameof(Refusals.StartWithBlocked),
        nameof(Refusals.ConversationExists), nameof(Refusals.KeyReused), nameof(Refusals.ConversationNotFound),
        nameof(Refusals.TooManyMessages))]
    internal static async Task<Results<Created<ConversationDetail>, Ok<ConversationDetail>, ProblemHttpResult>> Handle(
        Request request, IdempotencyKey key, Me me, MessageAllowance allowance, MessageMetrics metrics,
        NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel)
    {
        var content = string.IsNullOrWhiteSpace(request.InitialMessage) ? null : request.InitialMessage;

        if (content is not null && !allowance.Of(me.Id).Messages.TryTake(out var wait))
        {
            return Refusals.TooManyMessages(wait);
        }

        var parameters = new
        {
            Me = me.Id,
            request.ParticipantId,
            request.OrganizationId,
            Content = content,
            Path = "conversations",
            Key = key.Value,
            Fingerprint = Idempotency.Fingerprint(request),
        };
        var row = await db.QueryOneLocked<Row>(Sql, parameters, cancel);
        metrics.Began(ChatKind.Conversation, row?.CreatedId, content);

        return row switch
        {
            { CreatedId: { } created } => TypedResults.Created((string?)null, await ConversationRow.Find(created, me, db, urls, cancel)),
            { EarlierId: not null, IsSame: false } => Refusals.KeyReused,
            { EarlierId: { } earlier } => await ConversationRow.Find(earlier, me, db, urls, cancel) is { } conversation
                ? TypedResults.Ok(conversation)
                : Refusals.ConversationNotFound,
            _ => await StartRefusals.Why(request, me, db, cancel),
        };
    }

    private sealed record Row(long? CreatedId, long? EarlierId, bool? IsSame);
}
