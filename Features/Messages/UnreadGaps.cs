namespace Connectify.Features.Messages;

/// <summary>What @Me has not read, as a part of a statement.</summary>
internal static class UnreadGaps
{
    /// <summary>
    /// The CTE <c>unread</c>: the gaps that @Me has not read in @ChatId up to the position of the CTE <c>target</c>, from
    /// <c>low</c> to <c>high</c>, and how many messages of others in each are alive. The CTE <c>chat</c> says up to where
    /// everything is read.
    /// </summary>
    /// <remarks>
    /// No message is counted one by one: what lies in a gap follows from the positions, of which the caller's own and
    /// the tombstones are taken off. Both ends of what is looked at are values of their own: where they are joined, all
    /// ranges of the reader are looked at.
    /// </remarks>
    internal const string UpToTarget = """
        covered AS (
            SELECT read_through AS first_position, read_through AS last_position FROM chat
            UNION ALL
            SELECT r.first_position, r.last_position
              FROM message_reads r
             WHERE r.chat_id = @ChatId AND r.user_id = @Me
               AND r.first_position > (SELECT read_through FROM chat)
               AND r.first_position <= (SELECT position FROM target)
        ), gaps AS (
            SELECT covered.last_position + 1 AS low,
                   coalesce(lead(first_position) OVER (ORDER BY first_position), target.position + 1) - 1 AS high
              FROM covered, target
        ), unread AS (
            SELECT low, high, high - low + 1 - own.until_high + own.before_low - tombstones.count AS live
              FROM gaps
             CROSS JOIN LATERAL (
                   SELECT coalesce((SELECT e.sender_position FROM messages e
                                     WHERE e.chat_id = @ChatId AND e.sender_id = @Me AND e.position <= high
                                     ORDER BY e.position DESC LIMIT 1), 0) AS until_high,
                          coalesce((SELECT e.sender_position FROM messages e
                                     WHERE e.chat_id = @ChatId AND e.sender_id = @Me AND e.position < low
                                     ORDER BY e.position DESC LIMIT 1), 0) AS before_low
                   ) own
             CROSS JOIN LATERAL (
                   SELECT count(*) FROM messages e
                    WHERE e.chat_id = @ChatId AND e.position BETWEEN low AND high
                      AND e.deleted_at IS NOT NULL AND e.sender_id <> @Me
                   ) tombstones
             WHERE low <= high
        )
        """;
}
