using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Sends a message, in a form also with files; a repeat with the same key answers the first one.</summary>
internal static class SendMessage
{
    /// <param name="Content">1–10,000 characters; may be empty where there are files.</param>
    /// <param name="ReplyTo">A message of the same chat that is not deleted, or null.</param>
    /// <param name="ClientMessageId">1–64 characters; the same as the header <c>Idempotency-Key</c>.</param>
    /// <param name="AttachmentTypes">
    /// In a form, what each file is to be: image, video, audio, as it has to be by its content, or document, which any may
    /// be. Where one is missing it is derived.
    /// </param>
    [FilePart("attachments", "Up to 10 files, of 25 MiB each.")]
    internal sealed record Request(
        string? Content, long? ReplyTo, string? ClientMessageId, IReadOnlyList<string?>? AttachmentTypes)
    {
        internal static Request Example { get; } =
            new("Hello, how are you?", null, "7f9c2ba4-e88f-4e3b-9f62-3d5a1b0c8d11", null);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<Limits> limits)
        {
            RuleFor(request => request.Content).IsMessageOrNothing(limits.Value);
            RuleFor(request => request.ClientMessageId).IsKey();
        }
    }

    [Refuses(
        nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound), nameof(Refusals.NotAMember),
        nameof(Refusals.GroupChatNotFound), nameof(Refusals.WriteToBlocker), nameof(Refusals.WriteToBlocked),
        nameof(Refusals.UnknownReply), nameof(Refusals.KeyReused), nameof(Refusals.TooManyMessages))]
    internal static async Task<Results<Created<Message>, Ok<Message>, ProblemHttpResult>> Handle(
        ChatId chat, Body<Request> body, IdempotencyKey key, Me me, MessageWriter writer, Uploads uploads,
        NpgsqlDataSource db, CancellationToken cancel)
    {
        // Who may not send is told so before the upload, and again by the statement.
        if (body.IsForm && await ChatRefusals.WhyNotWrite(chat, me, db, cancel) is { } refused)
        {
            return refused;
        }

        using var received = await body.Read(cancel);

        if ((received.Refusal ?? Check(received, key)) is { } invalid)
        {
            return invalid;
        }

        var request = received.Request;
        var files = await uploads.Keep(received.Files, request.AttachmentTypes ?? [], "attachment_types", cancel);
        var content = files.Count > 0 && string.IsNullOrWhiteSpace(request.Content) ? "" : request.Content!;
        var written = await writer.Write(
            new NewMessage(chat, me, content, request.ReplyTo, request.ClientMessageId ?? key.Value, IsFromSocket: false)
            {
                Files = files,
            },
            cancel);

        if (written is { Refusal: null, IsRepeat: false })
        {
            return TypedResults.Created((string?)null, written.Message);
        }

        await uploads.Discard(files);

        return written.Refusal is { } refusal ? refusal : TypedResults.Ok(written.Message);
    }

    private static ProblemHttpResult? Check(Received<Request> received, IdempotencyKey key)
    {
        var (request, files) = (received.Request, received.Files);

        return (request.AttachmentTypes?.Count ?? 0) > files.Count
            ? Problem.Invalid("attachment_types", "There are more types than files.")
            : files.Count == 0 && string.IsNullOrWhiteSpace(request.Content)
            ? Problem.Invalid("content", MessageRules.NeedsText)
            : key.Value is not null && request.ClientMessageId is not null && key.Value != request.ClientMessageId
            ? Problem.Invalid("client_message_id", "It differs from the Idempotency-Key header.")
            : null;
    }
}
