using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>A conversation as statements select it, one row for each message that is shown with it.</summary>
internal sealed class ConversationRow : ChatRow
{
    /// <summary>Selects the rows of <c>mine</c>, joined to the messages of <c>page</c>.</summary>
    internal const string Select = $"""
        SELECT low.id AS low_id, low.username AS low_username, low.first_name AS low_first_name,
               low.last_name AS low_last_name, low.profile_image AS low_profile_image,
               high.id AS high_id, high.username AS high_username, high.first_name AS high_first_name,
               high.last_name AS high_last_name, high.profile_image AS high_profile_image,
               {Columns}
          FROM mine
          JOIN users low ON low.id = mine.participant_low
          JOIN users high ON high.id = mine.participant_high
          {Joins}
        """;

    private const string DetailSql = $"""
        -- Conversations.Detail
        WITH {InDetail}
        {Select}
         ORDER BY page.position DESC
        """;

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
    internal static async Task<ConversationDetail?> Find(
        long chatId, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        ToDetail(await db.Query<ConversationRow>(DetailSql, Parameters(chatId, me), cancel), urls);

    /// <summary>The same as of the moment of a snapshot.</summary>
    internal static async Task<ConversationDetail?> Find(long chatId, Me me, NpgsqlConnection snapshot, SignedUrls urls) =>
        ToDetail(await snapshot.Query<ConversationRow>(DetailSql, Parameters(chatId, me), CancellationToken.None), urls);

    /// <summary>The conversation as a list shows it; the row's message is its last.</summary>
    internal Conversation ToConversation(SignedUrls urls) => new(
        MineId, OrganizationId, Participants, Shown(urls), UnreadCount, MineCreatedAt, UpdatedAt);

    private static object Parameters(long chatId, Me me) =>
        new { ChatId = chatId, Kind = ChatKind.Conversation, Me = me.Id };

    private static ConversationDetail? ToDetail(IReadOnlyList<ConversationRow> rows, SignedUrls urls) =>
        rows.Count == 0 ? null : rows[0].ToDetail(Messages(rows, urls));

    private ConversationDetail ToDetail(IReadOnlyList<Message> messages) => new(
        MineId, OrganizationId, Participants, messages is [var last, ..] ? last : null, UnreadCount, MineCreatedAt, UpdatedAt, messages);

    private IReadOnlyList<User> Participants =>
    [
        new(LowId, LowUsername, LowFirstName, LowLastName, LowProfileImage),
        new(HighId, HighUsername, HighFirstName, HighLastName, HighProfileImage),
    ];
}
