using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>A message as statements select it.</summary>
internal class MessageRow
{
    /// <summary>
    /// The CTEs <c>spans</c>, <c>ranges</c> and <c>reads</c>: who has read the messages of the CTE <c>page</c>. Reads are
    /// ranges, so for messages that follow each other, however many they are, each member costs one look-up, and two more
    /// where the newest range of them begins after the first message.
    /// </summary>
    /// <remarks>
    /// The planner takes a page for one message. So that it looks nothing up for each message of it, the ranges are found
    /// before the page is joined, and who has read what before it is shown.
    /// </remarks>
    internal const string Reads = """
        spans AS (
            SELECT chat_id, min(position) AS low, max(position) AS high
              FROM (SELECT chat_id, position, position - row_number() OVER (PARTITION BY chat_id ORDER BY position) AS run
                      FROM page) numbered
             GROUP BY chat_id, run
        ), ranges AS MATERIALIZED (
            SELECT spans.chat_id, spans.low, spans.high, member.user_id, range.first_position, range.last_position,
                   range.read_at
              FROM spans
              JOIN chat_members member ON member.chat_id = spans.chat_id
             CROSS JOIN LATERAL (
                   SELECT r.first_position, r.last_position, r.read_at
                     FROM message_reads r
                    WHERE r.chat_id = spans.chat_id AND r.user_id = member.user_id AND r.first_position <= spans.high
                    ORDER BY r.first_position DESC
                    LIMIT 1) newest
             CROSS JOIN LATERAL (
                   SELECT newest.first_position, newest.last_position, newest.read_at
                    UNION ALL
                   SELECT r.first_position, r.last_position, r.read_at
                     FROM message_reads r
                    WHERE r.chat_id = spans.chat_id AND r.user_id = member.user_id AND newest.first_position > spans.low
                      AND r.first_position > spans.low AND r.first_position < newest.first_position
                    UNION ALL
                   (SELECT r.first_position, r.last_position, r.read_at
                      FROM message_reads r
                     WHERE r.chat_id = spans.chat_id AND r.user_id = member.user_id AND newest.first_position > spans.low
                       AND r.first_position <= spans.low
                     ORDER BY r.first_position DESC
                     LIMIT 1)
                   ) range
             WHERE range.last_position >= spans.low
        ), reads AS MATERIALIZED (
            SELECT page.id AS message_id,
                   count(*) AS read_count,
                   (array_agg(range.user_id ORDER BY range.read_at, range.user_id))[1:100] AS read_by
              FROM ranges range
              JOIN page ON page.chat_id = range.chat_id AND page.sender_id <> range.user_id
                       AND page.position BETWEEN range.low AND range.high
                       AND page.position BETWEEN range.first_position AND range.last_position
             GROUP BY page.id
        )
        """;

    /// <summary>The columns of a message of <c>page</c>, of the tables that <see cref="Joins"/> adds.</summary>
    internal const string Columns = $"""
        page.id, page.chat_id, page_chat.kind, page.position, page.sender_id, page.content, page.created_at,
        page.edited_at, page.deleted_at, page.client_message_id, page.reply_to, page.changed,
        sender.username AS sender_username, sender.first_name AS sender_first_name,
        sender.last_name AS sender_last_name, sender.profile_image AS sender_profile_image,
        replied.sender_id AS replied_sender_id, left(replied.content, 200) AS replied_content,
        replied.deleted_at AS replied_deleted_at, replied_sender.username AS replied_sender_username,
        reads.read_by, reads.read_count,
        {Reaction.AllOfMessage} AS reactions,
        {AttachmentRow.Column}
        """;

    /// <summary>
    /// What is joined to <c>page</c> for <see cref="Columns"/>. Messages that are answered are looked up one by one: where
    /// the planner thinks that a page is long, it would rather read all messages that there are.
    /// </summary>
    internal const string Joins = """
        LEFT JOIN chats page_chat ON page_chat.id = page.chat_id
        LEFT JOIN users sender ON sender.id = page.sender_id
        LEFT JOIN LATERAL (SELECT * FROM messages WHERE id = page.reply_to OFFSET 0) replied ON true
        LEFT JOIN users replied_sender ON replied_sender.id = replied.sender_id
        LEFT JOIN reads ON reads.message_id = page.id
        """;

    private const string FindSql = $"""
        -- Messages.Find
        WITH page AS (
            SELECT e.*
              FROM messages e
              JOIN {Membership.Mine} ON c.id = e.chat_id
             WHERE e.id = @MessageId AND c.is_active
        ), {Reads}
        SELECT {Columns}
          FROM page
          {Joins}
        """;

    public long Id { get; init; }
    public long ChatId { get; init; }
    public string Kind { get; init; } = "";
    public long Position { get; init; }
    public long SenderId { get; init; }
    public string Content { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public DateTime? EditedAt { get; init; }
    public DateTime? DeletedAt { get; init; }
    public string? ClientMessageId { get; init; }
    public long? ReplyTo { get; init; }
    public long? Changed { get; init; }
    public string SenderUsername { get; init; } = "";
    public string SenderFirstName { get; init; } = "";
    public string SenderLastName { get; init; } = "";
    public string? SenderProfileImage { get; init; }
    public long? RepliedSenderId { get; init; }
    public string? RepliedContent { get; init; }
    public DateTime? RepliedDeletedAt { get; init; }
    public string? RepliedSenderUsername { get; init; }
    public long[]? ReadBy { get; init; }
    public long? ReadCount { get; init; }
    public string? Reactions { get; init; }
    public string? Files { get; init; }

    /// <summary>A message, or tombstone, of a chat that the caller is in; null where there is none.</summary>
    internal static Task<MessageRow?> FindMessage(long messageId, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        db.QueryOne<MessageRow>(FindSql, new { MessageId = messageId, Me = me.Id }, cancel);

    /// <summary>The message as clients see it, with URLs of its files that are valid for a while.</summary>
    internal Message ToMessage(SignedUrls urls) => new(
        Id,
        ChatId,
        Message.ConversationOf(ChatId, Kind),
        Message.GroupChatOf(ChatId, Kind),
        Position,
        new User(SenderId, SenderUsername, SenderFirstName, SenderLastName, SenderProfileImage),
        SenderId,
        SenderUsername,
        Content,
        ReplyTo,
        RepliedSenderId is { } repliedSender
            ? new RepliedMessage(
                ReplyTo!.Value, repliedSender, RepliedSenderUsername!, RepliedContent!, RepliedDeletedAt is not null)
            : null,
        Files is null ? [] : [.. Json.Read<List<AttachmentRow>>(Files).Select(file => file.ToAttachment(urls))],
        Reaction.Read(Reactions),
        ReadBy ?? [],
        ReadCount ?? 0,
        EditedAt is not null,
        EditedAt,
        DeletedAt is not null,
        CreatedAt,
        ClientMessageId);
}
