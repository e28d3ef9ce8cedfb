using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;

namespace Connectify.Features.Messages;

/// <summary>A chat of the caller as statements select it, one row for each message that is shown with it.</summary>
internal abstract class ChatRow : MessageRow
{
    /// <summary>How many messages a chat is shown with in detail.</summary>
    private const string Newest = "20";

    /// <summary>
    /// The CTEs <c>mine</c>, those of the caller's chats of @Kind that a <see cref="ChatsQuery"/> asks for, and
    /// <c>page</c>, the last message of each.
    /// </summary>
    internal const string Listed = $"""
        mine AS (
            SELECT c.*, {Membership.Unread} AS unread_count
              FROM {Membership.Mine}
             WHERE c.kind = @Kind AND c.is_active
               AND (@OrganizationId::bigint IS NULL OR c.organization_id = @OrganizationId)
               AND (@ActiveAt::timestamptz IS NULL OR (c.updated_at, c.id) < (@ActiveAt, @LastId))
             ORDER BY c.updated_at DESC, c.id DESC
             LIMIT @Limit + 1
        ), {LastMessages}
        """;

    /// <summary>The CTE <c>page</c> of the last messages of the chats <c>mine</c>.</summary>
    internal const string LastMessages = $"""
        page AS (
            SELECT e.* FROM mine JOIN messages e ON e.chat_id = mine.id AND e.position = mine.last_position
        ), {Reads}
        """;

    /// <summary>The CTEs <c>mine</c>, the chat @ChatId of @Kind if it is the caller's, and <c>page</c>, its newest messages.</summary>
    internal const string InDetail = $"""
        mine AS (
            SELECT c.*, {Membership.Unread} AS unread_count
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        ), page AS (
            SELECT e.*
              FROM mine
             CROSS JOIN LATERAL (
                   SELECT * FROM messages WHERE chat_id = mine.id ORDER BY position DESC LIMIT {Newest}) e
        ), {Reads}
        """;

    /// <summary>The columns of a chat of <c>mine</c>, and of its message in <c>page</c>.</summary>
    internal new const string Columns = $"""
        mine.id AS mine_id, mine.organization_id, mine.unread_count, mine.created_at AS mine_created_at, mine.updated_at,
        {MessageRow.Columns}
        """;

    /// <summary>What is joined to <c>mine</c> for <see cref="Columns"/>.</summary>
    internal new const string Joins = $"""
        LEFT JOIN page ON page.chat_id = mine.id
        {MessageRow.Joins}
        """;

    /// <summary>The order of a list, latest activity first.</summary>
    internal const string LatestFirst = "mine.updated_at DESC, mine.id DESC";

    public long MineId { get; init; }
    public long OrganizationId { get; init; }
    public long UnreadCount { get; init; }
    public DateTime MineCreatedAt { get; init; }
    public DateTime UpdatedAt { get; init; }

    /// <summary>The row's message, or null where the chat has none.</summary>
    protected Message? Shown(SignedUrls urls) => Id == 0 ? null : ToMessage(urls);

    /// <summary>The messages of a chat's rows.</summary>
    internal static IReadOnlyList<Message> Messages(IEnumerable<ChatRow> rows, SignedUrls urls) =>
        [.. rows.Select(row => row.Shown(urls)).OfType<Message>()];

    /// <summary>The rows of a list up to its limit, with the header that leads on where there are more.</summary>
    internal static IEnumerable<TRow> Cut<TRow>(IReadOnlyList<TRow> rows, ChatsQuery query, HttpResponse response)
        where TRow : ChatRow
    {
        if (query.Limit is { } limit && rows.Count > limit)
        {
            query.LinkNext(response, rows[limit - 1].UpdatedAt, rows[limit - 1].MineId);
        }

        return rows.Take(query.Limit ?? rows.Count);
    }
}
