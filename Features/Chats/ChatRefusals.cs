using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Chats;

/// <summary>
/// Why somebody was refused in a chat: not in it, said only to members of its organization; for everybody else it does
/// not exist.
/// </summary>
internal static class ChatRefusals
{
    private const string OfChatSql = """
        -- Chats.Refusal
        SELECT m.user_id IS NOT NULL
          FROM chats c
          JOIN organization_members o ON o.organization_id = c.organization_id AND o.user_id = @Me AND o.is_active
          LEFT JOIN chat_members m ON m.chat_id = c.id AND m.user_id = @Me AND m.left_at IS NULL
         WHERE c.id = @Id AND c.kind = @Kind AND c.is_active
        """;

    private const string OfMessageSql = """
        -- Chats.RefusalOfMessage
        SELECT c.kind, m.user_id IS NOT NULL AS is_in
          FROM messages e
          JOIN chats c ON c.id = e.chat_id AND c.is_active
          JOIN organization_members o ON o.organization_id = c.organization_id AND o.user_id = @Me AND o.is_active
          LEFT JOIN chat_members m ON m.chat_id = c.id AND m.user_id = @Me AND m.left_at IS NULL
         WHERE e.id = @MessageId AND e.deleted_at IS NULL
        """;

    /// <summary>The refusal for a chat that the caller is not in, or that is not there; null where the caller is in it.</summary>
    internal static async Task<ProblemHttpResult?> Why(ChatId chat, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var isIn = await db.QueryOne<bool?>(OfChatSql, new { chat.Id, chat.Kind, Me = me.Id }, cancel);

        return isIn switch
        {
            true => null,
            false => NotIn(chat.Kind),
            null when chat.Kind == ChatKind.Group => Refusals.GroupChatNotFound,
            null => Refusals.ConversationNotFound,
        };
    }

    /// <summary>The refusal for a message that the caller must not see, or that is not there; null where it is seen.</summary>
    internal static async Task<ProblemHttpResult?> Why(
        long messageId, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var message = await db.QueryOne<Row>(OfMessageSql, new { MessageId = messageId, Me = me.Id }, cancel);

        return message switch
        {
            null => Refusals.MessageNotFound,
            { IsIn: false } => NotIn(message.Kind),
            _ => null,
        };
    }

    private static ProblemHttpResult NotIn(string kind) =>
        kind == ChatKind.Group ? Refusals.NotAMember : Refusals.NotAParticipant;

    private sealed record Row(string Kind, bool IsIn);
}
