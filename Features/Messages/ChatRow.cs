using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;

namespace Connectify.Features.Messages;

/// <summary>A chat of the caller as statements select it, one row for each message that is shown with it.</summary>
internal abstract class ChatRow : MessageRow
{
    /// <summary>How many messages a chat is shown with in detail.</summary>
    private const string Newest = "20";

    // The chats "c" that a ChatsQuery asks for, and @Me in them.
    private const string Listable = $"""
        chat_members me
              JOIN chats c ON c.id = me.chat_id
             WHERE me.user_id = @Me AND me.left_at IS NULL AND me.active_from <= coalesce(@ActiveAt::timestamptz, 'infinity')
               AND c.kind = @Kind AND c.is_active AND {Membership.IsOfMyOrganizations}
               AND (@OrganizationId::bigint IS NULL OR c.organization_id = @OrganizationId)
               AND (@ActiveAt::timestamptz IS NULL OR (c.updated_at, c.id) < (@ActiveAt, @LastId))
        """;

    /// <summary>
    /// Said before the statement of a list. Most users have few chats, and for few the planner would rather gather and
    /// sort them all than follow the index as far as it is needed.
    /// </summary>
    internal const string ListPlan = """
        SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_bitmapscan', 'off', true)
        """;

    /// <summary>
    /// The CTEs <c>mine</c>, those of the caller's chats of @Kind that a <see cref="ChatsQuery"/> asks for, and
    /// <c>page</c>, the last message of each.
    /// </summary>
    /// <remarks>
    /// What is indexed of a chat's activity is up to an hour behind. The <c>candidates</c> are as many as the list shows,
    /// and none of them was last active before the earliest of these times: what is more than an hour behind that is on no
    /// place of the list, and is not looked at. A list that is not cut needs none.
    /// </remarks>
    internal const string Listed = $"""
        candidates AS MATERIALIZED (
            SELECT me.active_from
              FROM {Listable}
             ORDER BY me.active_from DESC
             LIMIT coalesce(@Limit + 1, 0)
        ), mine AS (
            SELECT c.*, {Membership.Unread} AS unread_count
              FROM {Listable}
               AND me.active_from > (
                   SELECT CASE WHEN count(*) > @Limit THEN min(active_from) - interval '1 hour' ELSE '-infinity' END
                     FROM candidates)
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
