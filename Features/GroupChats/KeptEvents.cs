namespace Connectify.Features.GroupChats;

/// <summary>What happens in a group chat besides messages, kept for a while, as a part of the statements that do it.</summary>
internal static class KeptEvents
{
    internal const string MemberAdded = "member_added";
    internal const string MemberRemoved = "member_removed";
    internal const string RoleChanged = "role_changed";
    internal const string ChatUpdated = "chat_updated";

    /// <summary>
    /// The CTEs that keep what the CTE <c>happened</c> has, of @ChatId: the <c>change</c>, the <c>kind</c> and the
    /// <c>user_ids</c>. With it goes what is so old that nobody still waits for it.
    /// </summary>
    internal const string Keep = """
        kept AS (
            INSERT INTO chat_events (chat_id, change, kind, user_ids)
            SELECT @ChatId, change, kind, user_ids FROM happened
        ), forgotten AS (
            DELETE FROM chat_events
             WHERE chat_id = @ChatId AND EXISTS (SELECT FROM happened)
               AND change = ANY (array(SELECT change FROM chat_events WHERE chat_id = @ChatId ORDER BY change LIMIT 20))
               AND created_at < now() - interval '1 hour'
        )
        """;
}
