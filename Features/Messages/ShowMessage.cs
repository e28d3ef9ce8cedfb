using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Shows one message.</summary>
internal static class ShowMessage
{
    [Refuses(nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember))]
    internal static async Task<Results<Ok<Message>, ProblemHttpResult>> Handle(
        long messageId, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        await MessageRow.FindMessage(messageId, me, db, cancel) is { DeletedAt: null } message
            ? TypedResults.Ok(message.ToMessage(urls))
            : await ChatRefusals.Why(messageId, me, db, cancel) ?? Refusals.MessageNotFound;
}
