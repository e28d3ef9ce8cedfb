using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;

namespace Connectify.Features.GroupChats;

/// <summary>A group chat after its admin changed it; without an <c>Id</c> where nothing was changed.</summary>
internal sealed class ChangedGroupChat
{
    internal const string Sql = $"""
        -- GroupChats.UpdateGroupChat.Lock
        {Membership.LockChat};
        -- GroupChats.UpdateGroupChat
        WITH chat AS (
            SELECT c.id, me.role, c.name, c.description, (SELECT id FROM avatars WHERE chat_id = c.id) AS avatar_id
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'group' AND c.is_active
        ), {LooseFiles.Held}, moved AS (
            UPDATE chats c
               SET name = coalesce(@Name, c.name), description = coalesce(@Description, c.description),
                   updated_at = clock_timestamp(), last_change = c.last_change + 1
              FROM chat
             WHERE c.id = chat.id AND chat.role = '{MemberRole.Admin}' AND {LooseFiles.AreAllHeld}
               AND (c.name <> @Name OR c.description <> @Description OR @AvatarKey::text IS NOT NULL
                    OR (@RemovesAvatar AND chat.avatar_id IS NOT NULL))
            RETURNING c.*
        ), gone AS (
            DELETE FROM avatars a
             USING moved
             WHERE a.chat_id = moved.id AND (@AvatarKey IS NOT NULL OR @RemovesAvatar)
            RETURNING a.file_key, NULL::text AS thumbnail_key
        ), doomed AS (
            {LooseFiles.DoomGone}
        ), owner AS (
            SELECT id FROM moved WHERE (SELECT count(*) FROM gone) >= 0
        ), {Avatar.Owned}, happened AS (
            SELECT last_change AS change, '{KeptEvents.ChatUpdated}' AS kind, ARRAY[]::bigint[] AS user_ids FROM moved
        ), {KeptEvents.Keep}
        SELECT chat.role, moved.id, moved.organization_id, moved.name, moved.description, moved.created_by,
               moved.member_count, moved.created_at, moved.updated_at, moved.last_position, moved.last_change,
               CASE WHEN @RemovesAvatar THEN NULL ELSE coalesce(avatar.id, chat.avatar_id) END AS avatar_id
          FROM chat
          LEFT JOIN moved ON true
          LEFT JOIN avatar ON true
        """;

    public string Role { get; init; } = "";
    public long Id { get; init; }
    public long OrganizationId { get; init; }
    public string Name { get; init; } = "";
    public string Description { get; init; } = "";
    public long? AvatarId { get; init; }
    public long CreatedBy { get; init; }
    public long MemberCount { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime UpdatedAt { get; init; }
    public long LastPosition { get; init; }
    public long LastChange { get; init; }

    internal SharedGroupChat ToShared(SignedUrls urls) => new(
        Id, OrganizationId, Name, Description, Avatar.Url(AvatarId, urls), CreatedBy, MemberCount, CreatedAt, UpdatedAt);
}
