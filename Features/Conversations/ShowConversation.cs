using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Shows a conversation with its newest messages.</summary>
internal static class ShowConversation
{
    [Refuses(nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound))]
    internal static async Task<Results<Ok<ConversationDetail>, ProblemHttpResult>> Handle(
        ChatId chat, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        await ConversationRow.Find(chat.Id, me, db, urls, cancel) is { } conversation
            ? TypedResults.Ok(conversation)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.ConversationNotFound;
}
