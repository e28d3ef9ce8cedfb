namespace Connectify.Features.Chats;

/// <summary>What becomes of the files of a chat that ends, as a part of the statement that ends it.</summary>
internal static class EndedChat
{
    /// <summary>
    /// Leaves the files of the CTE <c>ended</c>, which has the chat's <c>id</c>, to the sweeper, who wants to be woken.
    /// One row however many they are.
    /// </summary>
    internal const string SweepFiles = """
        INSERT INTO ended_chats (chat_id)
        SELECT id
          FROM ended
         WHERE EXISTS (SELECT FROM attachments WHERE chat_id = ended.id) OR EXISTS (SELECT FROM avatars WHERE chat_id = ended.id)
        """;
}
