using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Lists the caller's group chats, latest activity first, each with its last message.</summary>
internal static class ListGroupChats
{
    private const string Sql = $"""
        -- GroupChats.ListGroupChats.Plan
        {ChatRow.ListPlan};
        -- GroupChats.ListGroupChats
        WITH {ChatRow.Listed}
        SELECT {GroupChatRow.Columns}
          FROM mine
          {ChatRow.Joins}
         ORDER BY {ChatRow.LatestFirst}
        """;

    internal static async Task<Ok<IReadOnlyList<GroupChat>>> Handle(
        ChatsQuery query, Me me, HttpResponse response, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel)
    {
        var rows = await db.QueryLast<GroupChatRow>(Sql, query.Parameters(me, ChatKind.Group), after: 1, cancel);
        var groups = ChatRow.Cut(rows, query, response).Select(row => row.ToGroupChat(urls));

        return TypedResults.Ok<IReadOnlyList<GroupChat>>([.. groups]);
    }
}
