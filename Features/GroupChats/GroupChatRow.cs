using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>A group chat as statements select it, one row for each message that is shown with it.</summary>
internal class GroupChatRow : ChatRow
{
    /// <summary>The columns of a group chat of <c>mine</c>, and of its message in <c>page</c>.</summary>
    internal new const string Columns = $"""
        mine.name, mine.description, mine.created_by, mine.member_count,
        (SELECT id FROM avatars WHERE chat_id = mine.id) AS avatar_id, {ChatRow.Columns}
        """;

    private const string DetailSql = $"""
        -- GroupChats.Members
        SELECT {Member.Columns}
          FROM chat_members m
          JOIN users u ON u.id = m.user_id
         WHERE m.chat_id = (SELECT c.id FROM {Membership.Mine} WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active)
           AND m.left_at IS NULL
         ORDER BY m.joined_at, m.user_id;
        -- GroupChats.Detail
        WITH {InDetail}
        SELECT {Columns}
          FROM mine
          {Joins}
         ORDER BY page.position DESC
        """;

    public string Name { get; init; } = "";
    public string Description { get; init; } = "";
    public long? AvatarId { get; init; }
    public long CreatedBy { get; init; }
    public long MemberCount { get; init; }

    /// <summary>A group chat of the caller in detail; null where the caller is not in it or it is not there.</summary>
    internal static async Task<GroupChatDetail?> Find(
        long chatId, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        ToDetail(await db.QueryTwo<Member, GroupChatRow>(DetailSql, Parameters(chatId, me), cancel), urls);

    /// <summary>The same as of the moment of a snapshot.</summary>
    internal static async Task<GroupChatDetail?> Find(long chatId, Me me, NpgsqlConnection snapshot, SignedUrls urls) =>
        ToDetail(
            await snapshot.QueryTwo<Member, GroupChatRow>(DetailSql, Parameters(chatId, me), CancellationToken.None), urls);

    /// <summary>The group chat as a list shows it; the row's message is its last.</summary>
    internal GroupChat ToGroupChat(SignedUrls urls) => new(
        MineId, OrganizationId, Name, Description, Avatar.Url(AvatarId, urls), CreatedBy, MemberCount, MineCreatedAt,
        UpdatedAt, Shown(urls), UnreadCount);

    private static object Parameters(long chatId, Me me) => new { ChatId = chatId, Kind = ChatKind.Group, Me = me.Id };

    private static GroupChatDetail? ToDetail(
        (IReadOnlyList<Member> Members, IReadOnlyList<GroupChatRow> Rows) found, SignedUrls urls) =>
        found is ({ Count: > 0 } members, [var row, ..] rows) ? row.ToDetail(Messages(rows, urls), members, urls) : null;

    // Between the two statements somebody may have come or gone: what is counted is what is shown.
    private GroupChatDetail ToDetail(IReadOnlyList<Message> messages, IReadOnlyList<Member> members, SignedUrls urls) => new(
        MineId, OrganizationId, Name, Description, Avatar.Url(AvatarId, urls), CreatedBy, members.Count, MineCreatedAt,
        UpdatedAt, messages is [var last, ..] ? last : null, UnreadCount, messages, members);
}
