using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Lists the caller's conversations, latest activity first, each with its last message.</summary>
internal static class ListConversations
{
    private const string Sql = $"""
        -- Conversations.ListConversations.Plan
        {ChatRow.ListPlan};
        -- Conversations.ListConversations
        WITH {ChatRow.Listed}
        {ConversationRow.Select}
         ORDER BY {ChatRow.LatestFirst}
        """;

    internal static async Task<Ok<IReadOnlyList<Conversation>>> Handle(
        ChatsQuery query, Me me, HttpResponse response, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel)
    {
        var rows = await db.QueryLast<ConversationRow>(Sql, query.Parameters(me, ChatKind.Conversation), after: 1, cancel);
        var conversations = ChatRow.Cut(rows, query, response).Select(row => row.ToConversation(urls));

        return TypedResults.Ok<IReadOnlyList<Conversation>>([.. conversations]);
    }
}
