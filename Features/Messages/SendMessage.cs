using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Messages;

/// <summary>Sends a message; a repeat with the same key answers the first one.</summary>
internal static class SendMessage
{
    /// <param name="Content">1–10,000 characters.</param>
    /// <param name="ReplyTo">A message of the same chat that is not deleted, or null.</param>
    /// <param name="ClientMessageId">1–64 characters; the same as the header <c>Idempotency-Key</c>.</param>
    internal sealed record Request(string? Content, long? ReplyTo, string? ClientMessageId)
    {
        internal static Request Example { get; } = new("Hello, how are you?", null, "7f9c2ba4-e88f-4e3b-9f62-3d5a1b0c8d11");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<Limits> limits)
        {
            RuleFor(request => request.Content).IsMessage(limits.Value);
            RuleFor(request => request.ClientMessageId).IsKey();
        }
    }

    [Refuses(
        nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound), nameof(Refusals.NotAMember),
        nameof(Refusals.GroupChatNotFound), nameof(Refusals.WriteToBlocker), nameof(Refusals.WriteToBlocked),
        nameof(Refusals.UnknownReply), nameof(Refusals.KeyReused), nameof(Refusals.TooManyMessages))]
    internal static async Task<Results<Created<Message>, Ok<Message>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, IdempotencyKey key, Me me, MessageWriter writer, CancellationToken cancel)
    {
        if (key.Value is not null && request.ClientMessageId is not null && key.Value != request.ClientMessageId)
        {
            return Problem.Invalid("client_message_id", "It differs from the Idempotency-Key header.");
        }

        var written = await writer.Write(
            new NewMessage(
                chat, me, request.Content!, request.ReplyTo, request.ClientMessageId ?? key.Value, IsFromSocket: false),
            cancel);

        return written switch
        {
            { Refusal: { } refusal } => refusal,
            { IsRepeat: true } => TypedResults.Ok(written.Message),
            _ => TypedResults.Created((string?)null, written.Message),
        };
    }
}
