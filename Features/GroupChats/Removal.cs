using Connectify.Features.Chats;

namespace Connectify.Features.GroupChats;

/// <summary>
/// What became of a member who was to be removed from a group chat: the group chat after it as the caller sees it, or
/// nothing where nobody was removed.
/// </summary>
internal sealed class Removal : GroupChatRow
{
    // An heir who can act is better than one who was deactivated.
    internal const string Sql = $"""
        -- GroupChats.RemoveMember.Lock
        {Membership.LockChat};
        -- GroupChats.RemoveMember
        WITH chat AS (
            SELECT c.id, c.organization_id, me.role, {Membership.Unread} AS unread_count
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'group' AND c.is_active
        ), others AS (
            SELECT m.user_id, m.role, m.joined_at, coalesce(o.is_active, false) AS is_active
              FROM chat
              JOIN chat_members m ON m.chat_id = chat.id AND m.user_id <> @MemberId AND m.left_at IS NULL
              LEFT JOIN organization_members o ON o.organization_id = chat.organization_id AND o.user_id = m.user_id
        ), heir AS (
            SELECT user_id
              FROM others
             WHERE NOT EXISTS (SELECT FROM others WHERE role = '{MemberRole.Admin}')
             ORDER BY is_active DESC, joined_at, user_id
             LIMIT 1
        ), gone AS (
            UPDATE chat_members m
               SET left_at = clock_timestamp()
              FROM chat
             WHERE m.chat_id = chat.id AND m.user_id = @MemberId AND m.left_at IS NULL
               AND (chat.role = '{MemberRole.Admin}' OR @MemberId = @Me)
            RETURNING m.chat_id
        ), raised AS (
            UPDATE chat_members m
               SET role = '{MemberRole.Admin}'
              FROM gone, heir
             WHERE m.chat_id = gone.chat_id AND m.user_id = heir.user_id
            RETURNING m.user_id, m.role, m.joined_at
        ), mine AS (
            UPDATE chats c
               SET member_count = c.member_count - 1, is_active = c.member_count > 1,
                   last_change = c.last_change + 1 + (SELECT count(*) FROM raised)
              FROM chat, gone
             WHERE c.id = gone.chat_id
            RETURNING c.*, chat.unread_count
        ), ended AS (
            SELECT id FROM mine WHERE NOT is_active
        ), files AS (
            {EndedChat.SweepFiles}
        ), happened AS (
            SELECT last_change - (SELECT count(*) FROM raised) AS change, '{KeptEvents.MemberRemoved}' AS kind,
                   ARRAY[@MemberId] AS user_ids
              FROM mine
             WHERE is_active
            UNION ALL
            SELECT mine.last_change, '{KeptEvents.RoleChanged}', ARRAY[raised.user_id] FROM mine, raised
        ), {KeptEvents.Keep}, {LastMessages}
        SELECT chat.role AS my_role, mine.last_position, mine.last_change, {Columns},
               m.role AS heir_role, m.joined_at AS heir_joined_at, u.id AS heir_id, u.username AS heir_username,
               u.first_name AS heir_first_name, u.last_name AS heir_last_name, u.profile_image AS heir_profile_image
          FROM chat
          LEFT JOIN mine ON true
          {Joins}
          LEFT JOIN raised m ON true
          LEFT JOIN users u ON u.id = m.user_id
        """;

    public string MyRole { get; init; } = "";
    public long LastPosition { get; init; }
    public long LastChange { get; init; }
    public long? HeirId { get; init; }
    public string HeirUsername { get; init; } = "";
    public string HeirFirstName { get; init; } = "";
    public string HeirLastName { get; init; } = "";
    public string? HeirProfileImage { get; init; }
    public string HeirRole { get; init; } = "";
    public DateTime HeirJoinedAt { get; init; }

    /// <summary>Who has become admin because the last one left; null where nobody has.</summary>
    internal Member? Heir => HeirId is { } id
        ? new Member(id, HeirUsername, HeirFirstName, HeirLastName, HeirProfileImage, HeirRole, HeirJoinedAt)
        : null;
}
