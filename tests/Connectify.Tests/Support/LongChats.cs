using Dapper;

namespace Connectify.Tests.Support;

/// <summary>Chats longer than a test could say.</summary>
internal static class LongChats
{
    private const string Sql = """
        WITH senders AS (
            SELECT id, number - 1 AS number FROM unnest(@Senders) WITH ORDINALITY AS sender (id, number)
        ), said AS (
            SELECT n + 1 AS position, senders.id AS sender_id, n / cardinality(@Senders) + 1 AS sender_position
              FROM generate_series(0, @Count - 1) n
              JOIN senders ON senders.number = n % cardinality(@Senders)
        ), chat AS (
            UPDATE chats SET last_position = @Count, last_change = @Count, live_count = @Count WHERE id = @Chat
        ), counted AS (
            UPDATE chat_members
               SET sent_count = own.count, live_sent_count = own.count
              FROM (SELECT sender_id, count(*) FROM said GROUP BY sender_id) own
             WHERE chat_id = @Chat AND user_id = own.sender_id
        )
        INSERT INTO messages (chat_id, position, sender_id, sender_position, content, is_from_socket, created_at)
        SELECT @Chat, position, sender_id, sender_position, 'message ' || position, false, now()
          FROM said
         ORDER BY position
        """;

    /// <summary>Fills an empty chat with messages that its people sent by turns.</summary>
    internal static Task Fill(this App app, long chat, int count, params Person[] senders) =>
        app.TakeTimeTo(Sql, new { Chat = chat, Count = count, Senders = senders.Select(sender => sender.Id).ToArray() });

    /// <summary>Runs a statement that may take longer than the service would wait.</summary>
    internal static async Task TakeTimeTo(this App app, string sql, object? parameters = null)
    {
        await using var connection = await app.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(sql, parameters, commandTimeout: 120);
    }
}
