using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Lists the caller's conversations, latest activity first, each with its last message.</summary>
internal static class ListConversations
{
    private const string Sql = $"""
        -- Conversations.ListConversations
        WITH mine AS (
            SELECT {ConversationRow.Mine}
              FROM {Membership.Mine}
             WHERE c.kind = 'conversation' AND c.is_active
               AND (@OrganizationId::bigint IS NULL OR c.organization_id = @OrganizationId)
               AND (@ActiveAt::timestamptz IS NULL OR (c.updated_at, c.id) < (@ActiveAt, @LastId))
             ORDER BY c.updated_at DESC, c.id DESC
             LIMIT @Limit + 1
        ), page AS (
            SELECT e.* FROM mine JOIN messages e ON e.chat_id = mine.id AND e.position = mine.last_position
        ), {MessageRow.Reads}
        {ConversationRow.Select}
         ORDER BY mine.updated_at DESC, mine.id DESC
        """;

    internal static async Task<Ok<IReadOnlyList<Conversation>>> Handle(
        ChatsQuery query, Me me, HttpResponse response, NpgsqlDataSource db, CancellationToken cancel)
    {
        var rows = await db.Query<ConversationRow>(
            Sql, new { Me = me.Id, query.OrganizationId, query.ActiveAt, query.LastId, query.Limit }, cancel);
        var conversations = rows.Take(query.Limit ?? rows.Count).Select(row => row.ToConversation()).ToList();

        if (conversations.Count < rows.Count)
        {
            query.LinkNext(response, conversations[^1].UpdatedAt, conversations[^1].Id);
        }

        return TypedResults.Ok<IReadOnlyList<Conversation>>(conversations);
    }
}
