using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Shows a group chat with its newest messages and its members.</summary>
internal static class ShowGroupChat
{
    [Refuses(nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound))]
    internal static async Task<Results<Ok<GroupChatDetail>, ProblemHttpResult>> Handle(
        ChatId chat, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
}
