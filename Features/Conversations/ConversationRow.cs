using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>A conversation as statements select it, one row for each message that is shown with it.</summary>
internal sealed class ConversationRow : MessageRow
{
    /// <summary>How many messages a conversation is shown with in detail.</summary>
    private const string Newest = "20";

    /// <summary>The columns of the caller's conversations <c>c</c>, selected into the CTE <c>mine</c>.</summary>
    internal const string Mine = $"""
        c.id, c.organization_id, c.participant_low, c.participant_high, c.created_at, c.updated_at, c.last_position,
        {Membership.Unread} AS unread_count
        """;

    /// <summary>Selects the rows of <c>mine</c>, joined to the messages of <c>page</c>.</summary>
    internal const string Select = $"""
        SELECT mine.id AS conversation_id, mine.organization_id, mine.unread_count,
               mine.created_at AS conversation_created_at, mine.updated_at,
               low.id AS low_id, low.username AS low_username, low.first_name AS low_first_name,
               low.last_name AS low_last_name, low.profile_image AS low_profile_image,
               high.id AS high_id, high.username AS high_username, high.first_name AS high_first_name,
               high.last_name AS high_last_name, high.profile_image AS high_profile_image,
               {Columns}
          FROM mine
          JOIN users low ON low.id = mine.participant_low
          JOIN users high ON high.id = mine.participant_high
          LEFT JOIN page ON page.chat_id = mine.id
          {Joins}
        """;

    private const string DetailSql = $"""
        -- Conversations.Detail
        WITH mine AS (
            SELECT {Mine}
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = 'conversation' AND c.is_active
        ), page AS (
            SELECT e.*
              FROM mine
             CROSS JOIN LATERAL (
                   SELECT * FROM messages WHERE chat_id = mine.id ORDER BY position DESC LIMIT {Newest}) e
        ), {Reads}
        {Select}
         ORDER BY page.position DESC
        """;

    public long ConversationId { get; init; }
    public long OrganizationId { get; init; }
    public long UnreadCount { get; init; }
    public DateTime ConversationCreatedAt { get; init; }
    public DateTime UpdatedAt { get; init; }
    public long LowId { get; init; }
    public string LowUsername { get; init; } = "";
    public string LowFirstName { get; init; } = "";
    public string LowLastName { get; init; } = "";
    public string? LowProfileImage { get; init; }
    public long HighId { get; init; }
    public string HighUsername { get; init; } = "";
    public string HighFirstName { get; init; } = "";
    public string HighLastName { get; init; } = "";
    public string? HighProfileImage { get; init; }

    /// <summary>A conversation of the caller in detail; null where it is not the caller's or not there.</summary>
    internal static async Task<ConversationDetail?> Find(long chatId, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var rows = await db.Query<ConversationRow>(DetailSql, new { ChatId = chatId, Me = me.Id }, cancel);

        return rows.Count == 0 ? null : rows[0].ToDetail([.. rows.Select(row => row.Shown).OfType<Message>()]);
    }

    /// <summary>The conversation as a list shows it; the row's message is its last.</summary>
    internal Conversation ToConversation() => new(
        ConversationId, OrganizationId, Participants, Shown, UnreadCount, ConversationCreatedAt, UpdatedAt);

    private ConversationDetail ToDetail(IReadOnlyList<Message> messages) => new(
        ConversationId, OrganizationId, Participants, Shown, UnreadCount, ConversationCreatedAt, UpdatedAt, messages);

    private Message? Shown => Id == 0 ? null : ToMessage();

    private IReadOnlyList<User> Participants =>
    [
        new(LowId, LowUsername, LowFirstName, LowLastName, LowProfileImage),
        new(HighId, HighUsername, HighFirstName, HighLastName, HighProfileImage),
    ];
}
