using Connectify.Features.Chats;

namespace Connectify.Features.GroupChats;

/// <summary>A member who was added to a group chat; where nobody was, one row says why.</summary>
internal sealed class AddedMember : Newcomers.Facts
{
    // Whoever is named is held while this looks: nobody blocks the caller or is deactivated meanwhile. Always before
    // the chat, so that no two wait for each other.
    internal const string Sql = $"""
        -- GroupChats.AddMembers.Lock
        WITH people AS MATERIALIZED (
            SELECT user_id
              FROM organization_members
             WHERE organization_id = (SELECT organization_id FROM chats WHERE id = @ChatId)
               AND user_id = ANY (@MemberIds || @Me)
             ORDER BY user_id
               FOR SHARE
        )
        SELECT id FROM chats WHERE id = @ChatId AND (SELECT count(*) FROM people) >= 0 FOR NO KEY UPDATE;
        -- GroupChats.AddMembers
        WITH chat AS (
            SELECT c.id, c.organization_id, c.member_count, me.role
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'group' AND c.is_active
        ), named AS (
            SELECT member.id, member.number, chat.organization_id,
                   (SELECT m.left_at IS NULL
                      FROM chat_members m
                     WHERE m.chat_id = chat.id AND m.user_id = member.id) IS TRUE AS is_in
              FROM chat, unnest(@MemberIds) WITH ORDINALITY AS member (id, number)
        ), news AS (
            SELECT count(*) FROM named WHERE NOT is_in
        ), {Newcomers.Checks}, moved AS (
            UPDATE chats c
               SET member_count = c.member_count + news.count, last_change = c.last_change + 1
              FROM chat, news
             WHERE c.id = chat.id AND chat.role = '{MemberRole.Admin}' AND news.count > 0
               AND chat.member_count + news.count <= @Most AND {Newcomers.AreWelcome}
            RETURNING c.id, c.last_position, c.last_change, c.active_from, clock_timestamp() AS moment
        ), entered AS (
            INSERT INTO chat_members AS old (chat_id, user_id, role, joined_at, active_from)
            SELECT moved.id, named.id, '{MemberRole.Member}', moved.moment, moved.active_from
              FROM moved, named
             WHERE NOT named.is_in
            ON CONFLICT (chat_id, user_id)
            DO UPDATE SET left_at = NULL, role = excluded.role, joined_at = excluded.joined_at,
                          active_from = excluded.active_from
            RETURNING user_id, role, joined_at
        ), happened AS (
            SELECT last_change AS change, '{KeptEvents.MemberAdded}' AS kind, array(SELECT user_id FROM entered) AS user_ids
              FROM moved
        ), {KeptEvents.Keep}
        SELECT chat.role AS my_role, news.count > 0 AND chat.member_count + news.count > @Most AS is_too_many,
               {Newcomers.Columns}, moved.last_position, moved.last_change, {Member.Columns}
          FROM chat
         CROSS JOIN news
          LEFT JOIN moved ON true
          LEFT JOIN entered m ON true
          LEFT JOIN LATERAL (SELECT * FROM users WHERE id = m.user_id OFFSET 0) u ON true
         ORDER BY m.joined_at, m.user_id
        """;

    public string MyRole { get; init; } = "";
    public bool IsTooMany { get; init; }
    public long LastPosition { get; init; }
    public long LastChange { get; init; }
    public long? Id { get; init; }
    public string Username { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? ProfileImage { get; init; }
    public string Role { get; init; } = "";
    public DateTime JoinedAt { get; init; }

    internal Member ToMember() => new(Id!.Value, Username, FirstName, LastName, ProfileImage, Role, JoinedAt);
}
