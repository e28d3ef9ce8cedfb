using Npgsql;

namespace Connectify.Benchmarks.Reads;

/// <summary>
/// Counts again, in some chats of a filled database, what its rows say: positions, live messages, changes, and of each
/// member what was sent, read and not read.
/// </summary>
internal static class FillCheck
{
    // Of the large chat the reader alone: a hundred times half of all messages would take longer than the filling.
    private const string Sql = """
        -- Reads.FillCheck
        WITH sample AS (
            SELECT c.* FROM chats c WHERE c.id = @LargeChat
             UNION ALL
            (SELECT c.* FROM chats c WHERE c.id <> @LargeChat ORDER BY c.last_position DESC LIMIT 3)
             UNION ALL
            (SELECT c.* FROM chats c WHERE c.id <> @LargeChat ORDER BY c.last_position, c.id LIMIT 60)
        ), chat_faults AS (
            SELECT format('chat %s', c.id) AS fault
              FROM sample c
             CROSS JOIN LATERAL (
                   SELECT count(*) AS messages, max(position) AS newest, count(DISTINCT changed) AS changed,
                          count(*) FILTER (WHERE deleted_at IS NULL) AS live, count(changed) AS changes, max(changed) AS change
                     FROM messages WHERE chat_id = c.id) found
             WHERE (c.last_position, c.last_position, c.live_count) IS DISTINCT FROM (found.messages, found.newest, found.live)
                OR found.changed <> found.changes OR found.change > c.last_change OR c.last_change <= c.last_position
                OR c.member_count <> CASE c.kind WHEN 'group' THEN
                   (SELECT count(*) FROM chat_members WHERE chat_id = c.id AND left_at IS NULL) ELSE 0 END
        ), member_faults AS (
            SELECT format('user %s in chat %s', m.user_id, m.chat_id) AS fault
              FROM sample c
              JOIN chat_members m ON m.chat_id = c.id AND (c.id <> @LargeChat OR m.user_id = @Reader)
             CROSS JOIN LATERAL (
                   SELECT count(*) AS messages, coalesce(max(sender_position), 0) AS newest,
                          count(*) FILTER (WHERE deleted_at IS NULL) AS live
                     FROM messages WHERE chat_id = m.chat_id AND sender_id = m.user_id) sent
             CROSS JOIN LATERAL (
                   SELECT count(e.id) AS live
                     FROM message_reads r
                     JOIN messages e ON e.chat_id = r.chat_id AND e.position BETWEEN r.first_position AND r.last_position
                    WHERE r.chat_id = m.chat_id AND r.user_id = m.user_id AND e.deleted_at IS NULL AND e.sender_id <> m.user_id) seen
             WHERE (m.sent_count, m.sent_count, m.live_sent_count, m.read_count)
                   IS DISTINCT FROM (sent.messages, sent.newest, sent.live, seen.live)
                OR EXISTS (
                   SELECT FROM messages e
                    WHERE e.chat_id = m.chat_id AND e.position <= m.read_through AND e.position > m.read_through - 5000
                      AND e.deleted_at IS NULL AND e.sender_id <> m.user_id AND NOT EXISTS (
                          SELECT FROM message_reads r
                           WHERE r.chat_id = m.chat_id AND r.user_id = m.user_id AND r.first_position <= e.position
                             AND r.first_position > e.position - 1000 AND r.last_position >= e.position))
                OR EXISTS (
                   SELECT FROM (SELECT first_position, last_position,
                                       lag(last_position) OVER (ORDER BY first_position) AS before
                                  FROM message_reads WHERE chat_id = m.chat_id AND user_id = m.user_id) r
                    WHERE r.before >= r.first_position OR (r.last_position > m.read_through AND r.first_position < r.last_position))
        )
        SELECT fault FROM chat_faults UNION ALL SELECT fault FROM member_faults LIMIT 5
        """;

    /// <exception cref="InvalidOperationException">A row says something else than what is counted.</exception>
    internal static async Task Check(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue("LargeChat", KnownIds.LargeChat);
        command.Parameters.AddWithValue("Reader", KnownIds.Reader);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var faults = new List<string>();

        while (await reader.ReadAsync(cancel))
        {
            faults.Add(reader.GetString(0));
        }

        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"What was filled does not agree with its counts: {string.Join(", ", faults)}.");
        }
    }
}
