using System.Text.Json;

namespace Connectify.Tests.Support;

/// <summary>What people do who come back with a cursor, and how they come to miss something.</summary>
internal static class ResumeVerbs
{
    private const string StoreSql = """
        WITH moved AS (
            UPDATE chats SET last_position = last_position + 1, last_change = last_change + 1, live_count = live_count + 1
             WHERE id = @Chat RETURNING last_position
        ), sender AS (
            UPDATE chat_members SET sent_count = sent_count + 1, live_sent_count = live_sent_count + 1
             WHERE chat_id = @Chat AND user_id = @Sender RETURNING sent_count
        )
        INSERT INTO messages (chat_id, position, sender_id, sender_position, content, is_from_socket, created_at)
        SELECT @Chat, last_position, @Sender, sent_count, @Content, false, now() FROM moved, sender
        """;

    /// <summary>Comes back to a conversation.</summary>
    internal static Task<ChatSocket> Resume(this App app, Person person, long chat, string cursor, string query = "") =>
        app.Listen(person, chat, $"&cursor={Uri.EscapeDataString(cursor)}{query}");

    /// <summary>Comes back to a group chat.</summary>
    internal static Task<ChatSocket> ResumeInGroup(this App app, Person person, long chat, string cursor, string query = "") =>
        app.ListenToGroup(person, chat, $"&cursor={Uri.EscapeDataString(cursor)}{query}");

    /// <summary>The cursor of who has seen everything.</summary>
    internal static async Task<string> Now(this App app, long chat) =>
        (await app.Value<string>("SELECT last_position || '-' || last_change FROM chats WHERE id = @chat", new { chat }))!;

    /// <summary>Everything up to <c>resumed</c>, and that.</summary>
    internal static Task<IReadOnlyList<JsonElement>> UntilResumed(this ChatSocket socket) =>
        socket.Until(frame => frame.Text("type") is "resumed" or "resync_required");

    /// <summary>The types of frames, in order.</summary>
    internal static IEnumerable<string> Types(this IEnumerable<JsonElement> frames) => frames.Select(frame => frame.Text("type")!);

    /// <summary>The messages that frames show, as they are.</summary>
    internal static IEnumerable<string> Messages(this IEnumerable<JsonElement> frames) =>
        frames.Where(frame => frame.TryGetProperty("message", out _)).Select(frame => frame.GetProperty("message").GetRawText());

    /// <summary>A message is stored as by a node that fails before it tells anybody.</summary>
    internal static Task<int> StoreUntold(this App app, long chat, Person sender, string content) =>
        app.Run(StoreSql, new { Chat = chat, Sender = sender.Id, Content = content });

    /// <summary>Changes of a group chat are committed in the same way, and somebody may be gone by one of them.</summary>
    internal static Task<int> HappenUntold(this App app, long chat, int changes, Person? gone = null) => app.Run(
        """
        UPDATE chats SET last_change = last_change + @changes WHERE id = @chat;
        INSERT INTO chat_events (chat_id, change, kind, user_ids)
        SELECT id, last_change - n, 'chat_updated', '{}' FROM chats, generate_series(0, @changes - 1) n WHERE id = @chat;
        UPDATE chat_members SET left_at = now() WHERE chat_id = @chat AND user_id = @Gone;
        """,
        new { changes, chat, Gone = gone?.Id ?? 0 });
}
