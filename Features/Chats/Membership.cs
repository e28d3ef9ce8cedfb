namespace Connectify.Features.Chats;

/// <summary>Who is in a chat, as parts of statements.</summary>
internal static class Membership
{
    /// <summary>
    /// The chats <c>c</c> and who is in them as <c>me</c>, while being an active member <c>o</c> of their organization.
    /// </summary>
    internal const string All = """
        chats c
        JOIN chat_members me ON me.chat_id = c.id AND me.left_at IS NULL
        JOIN organization_members o ON o.organization_id = c.organization_id AND o.user_id = me.user_id AND o.is_active
        """;

    /// <summary>Those of @Me.</summary>
    internal const string Mine = $"{All} AND me.user_id = @Me";

    /// <summary>True where @Me is an active member of the organization of the chat <c>c</c>; looked up once for all chats.</summary>
    internal const string IsOfMyOrganizations = """
        c.organization_id = ANY (ARRAY(SELECT organization_id FROM organization_members WHERE user_id = @Me AND is_active))
        """;

    /// <summary>@MessageId as <c>e</c> in the chat <c>c</c>, where @Me sees it and it is not deleted.</summary>
    internal const string SeenMessage = $"""
        messages e
        JOIN {Mine} ON c.id = e.chat_id AND e.id = @MessageId AND e.deleted_at IS NULL AND c.is_active
        """;

    /// <summary>What @Me, as <c>me</c>, has not read in the chat <c>c</c>: messages of others that are not deleted.</summary>
    internal const string Unread = "c.live_count - me.live_sent_count - me.read_count";

    /// <summary>Locks @ChatId, which puts every writer to it in line. Said before the statement that writes.</summary>
    internal const string LockChat = "SELECT 1 FROM chats WHERE id = @ChatId FOR NO KEY UPDATE";

    /// <summary>Locks all of @ChatIds, in one order for everybody, so that no two wait for each other.</summary>
    internal const string LockChats = """
        SELECT count(*) FROM (SELECT FROM chats WHERE id = ANY (@ChatIds) ORDER BY id FOR NO KEY UPDATE) locked
        """;

    /// <summary>Locks the chat of @MessageId, which puts every writer to it in line.</summary>
    internal const string LockChatOfMessage =
        "SELECT 1 FROM chats WHERE id = (SELECT chat_id FROM messages WHERE id = @MessageId) FOR NO KEY UPDATE";
}
