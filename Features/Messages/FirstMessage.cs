namespace Connectify.Features.Messages;

/// <summary>The message that a chat begins with, as a part of the statement that makes the chat.</summary>
internal static class FirstMessage
{
    /// <summary>Stores @Content of @Me in the CTE <c>created</c>, if its <c>messages</c> say that there is one.</summary>
    internal const string Store = """
        INSERT INTO messages (chat_id, position, sender_id, sender_position, content, is_from_socket, has_twin, created_at)
        SELECT id, 1, @Me, 1, @Content, false, true, created_at FROM created WHERE messages = 1
        """;
}
