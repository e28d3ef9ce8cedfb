using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Changes the text of one's own message, and marks it as edited.</summary>
internal static class EditMessage
{
    /// <param name="Content">1–10,000 characters.</param>
    internal sealed record Request(string? Content)
    {
        internal static Request Example { get; } = new("Updated message content");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<Limits> limits) => RuleFor(request => request.Content).IsMessage(limits.Value);
    }

    private const string Sql = $"""
        -- Messages.EditMessage.Lock
        {Membership.LockChatOfMessage};
        -- Messages.EditMessage
        WITH moved AS (
            UPDATE chats
               SET last_change = last_change + 1
             WHERE id = (
                   SELECT c.id
                     FROM messages e
                     JOIN {Membership.Mine} ON c.id = e.chat_id
                    WHERE e.id = @MessageId AND e.sender_id = @Me AND e.deleted_at IS NULL AND c.is_active
                      AND NOT {Blocking.Any})
            RETURNING last_position, last_change
        ), page AS (
            UPDATE messages
               SET content = @Content, edited_at = clock_timestamp(), changed = moved.last_change
              FROM moved
             WHERE id = @MessageId
            RETURNING messages.*
        ), {MessageRow.Reads}
        SELECT {MessageRow.Columns}, moved.last_position
          FROM page
         CROSS JOIN moved
          {MessageRow.Joins}
        """;

    [Refuses(
        nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember),
        nameof(Refusals.NotTheEditor), nameof(Refusals.WriteToBlocker), nameof(Refusals.WriteToBlocked))]
    internal static async Task<Results<Ok<Message>, ProblemHttpResult>> Handle(
        long messageId, Request request, Me me, NpgsqlDataSource db, Hub hub, SignedUrls urls, CancellationToken cancel)
    {
        var parameters = new { MessageId = messageId, request.Content, Me = me.Id };

        if (await db.QueryOneLocked<Row>(Sql, parameters, cancel) is not { } edited)
        {
            return await ChatRefusals.WhyNotWrite(messageId, me, onlyOwn: true, db, cancel) ?? Refusals.NotTheEditor;
        }

        var message = edited.ToMessage(urls);
        hub.Publish(
            ChatTopic.Of(message.ChatId),
            new Cursor(edited.LastPosition, edited.Changed!.Value),
            new MessageEdited(message.ChatId, message));

        return TypedResults.Ok(message);
    }

    private sealed class Row : MessageRow
    {
        public long LastPosition { get; init; }
    }
}
