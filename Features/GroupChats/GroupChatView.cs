using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Group chats as sockets show them.</summary>
internal sealed class GroupChatView(NpgsqlDataSource db, SignedUrls urls) : ChatView(ChatKind.Group)
{
    // One row for each of those who are members now, and one for what has none.
    private const string Sql = $"""
        -- GroupChats.Happened
        WITH missed AS (
            SELECT change, kind, user_ids
              FROM chat_events
             WHERE chat_id = @ChatId AND change > @After AND change <= @UpTo
             ORDER BY change
             LIMIT @Limit
        )
        SELECT missed.change, missed.kind, missed.user_ids[1] AS user_id, member.*,
               c.id AS chat_id, c.organization_id, c.name, c.description, c.created_by, c.member_count, c.created_at,
               c.updated_at, (SELECT id FROM avatars WHERE chat_id = c.id) AS avatar_id
          FROM missed
          JOIN chats c ON c.id = @ChatId AND c.is_active
          LEFT JOIN LATERAL (
               SELECT {Member.Columns}
                 FROM chat_members m
                 JOIN users u ON u.id = m.user_id
                WHERE m.chat_id = @ChatId AND m.user_id = ANY (missed.user_ids) AND m.left_at IS NULL
               OFFSET 0) member ON missed.kind IN ('{KeptEvents.MemberAdded}', '{KeptEvents.RoleChanged}')
         ORDER BY missed.change, member.joined_at, member.id
        """;

    internal override async Task<object?> Show(long chatId, Me me, NpgsqlConnection snapshot) =>
        await GroupChatRow.Find(chatId, me, snapshot, urls);

    internal override async Task<IReadOnlyList<Happened>> ReadHappened(
        long chatId, long after, long upTo, int limit, CancellationToken cancel)
    {
        var rows = await db.Query<Row>(Sql, new { ChatId = chatId, After = after, UpTo = upTo, Limit = limit }, cancel);

        return
        [
            .. from ofOne in rows.GroupBy(row => row.Change)
               let shown = ToEvent(ofOne.First(), [.. ofOne.Select(row => row.ToMember()).OfType<Member>()])
               where shown is not null
               select new Happened(ofOne.Key, shown),
        ];
    }

    private ServerEvent? ToEvent(Row row, Member[] members) => (row.Kind, members) switch
    {
        (KeptEvents.MemberAdded, [_, ..]) => new MemberAdded(row.ChatId, members),
        (KeptEvents.MemberRemoved, _) => new MemberRemoved(row.ChatId, row.UserId!.Value),
        (KeptEvents.RoleChanged, [var member]) => new RoleChanged(row.ChatId, member),
        (KeptEvents.ChatUpdated, _) => new ChatUpdated(row.ChatId, row.ToShared(urls)),
        _ => null,
    };

    private sealed class Row
    {
        public long Change { get; init; }
        public string Kind { get; init; } = "";
        public long? UserId { get; init; }
        public long? Id { get; init; }
        public string Username { get; init; } = "";
        public string FirstName { get; init; } = "";
        public string LastName { get; init; } = "";
        public string? ProfileImage { get; init; }
        public string Role { get; init; } = "";
        public DateTime JoinedAt { get; init; }
        public long ChatId { get; init; }
        public long OrganizationId { get; init; }
        public string Name { get; init; } = "";
        public string Description { get; init; } = "";
        public long CreatedBy { get; init; }
        public long MemberCount { get; init; }
        public DateTime CreatedAt { get; init; }
        public DateTime UpdatedAt { get; init; }
        public long? AvatarId { get; init; }

        internal Member? ToMember() => Id is { } id
            ? new Member(id, Username, FirstName, LastName, ProfileImage, Role, JoinedAt)
            : null;

        internal SharedGroupChat ToShared(SignedUrls urls) => new(
            ChatId, OrganizationId, Name, Description, Avatar.Url(AvatarId, urls), CreatedBy, MemberCount, CreatedAt, UpdatedAt);
    }
}
