using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Ends a conversation for both participants, who may then start a new one.</summary>
internal static class DeleteConversation
{
    private const string Sql = $"""
        -- Conversations.DeleteConversation.Lock
        {Membership.LockChat};
        -- Conversations.DeleteConversation
        WITH ended AS (
            UPDATE chats
               SET is_active = false, last_change = last_change + 1
             WHERE id = (SELECT c.id
                           FROM {Membership.Mine}
                          WHERE c.id = @ChatId AND c.kind = 'conversation' AND c.is_active)
            RETURNING id, last_position, last_change
        ), files AS (
            {EndedChat.SweepFiles}
        )
        SELECT last_position, last_change FROM ended
        """;

    [Refuses(nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound))]
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId chat, Me me, NpgsqlDataSource db, Hub hub, Sweeper sweeper, CancellationToken cancel)
    {
        if (await db.QueryOneLocked<Row>(Sql, new { ChatId = chat.Id, Me = me.Id }, cancel) is not { } end)
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.ConversationNotFound;
        }

        sweeper.Wake();
        hub.End(ChatTopic.Of(chat.Id), new Cursor(end.LastPosition, end.LastChange), new ChatDeleted(chat.Id));

        return TypedResults.NoContent();
    }

    private sealed record Row(long LastPosition, long LastChange);
}
