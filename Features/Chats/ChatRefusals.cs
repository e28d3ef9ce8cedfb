using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Chats;

/// <summary>
/// Why somebody was refused in a chat: not in it, said only to members of its organization, for everybody else it does
/// not exist; or, of what is written, a block between the two of a conversation.
/// </summary>
internal static class ChatRefusals
{
    private const string OfChatSql = $"""
        -- Chats.Refusal
        SELECT c.kind, m.user_id IS NOT NULL AS is_in, false AS is_mine,
               {Blocking.ByOther} AS is_blocked, {Blocking.ByMe} AS has_blocked
          FROM chats c
          JOIN organization_members o ON o.organization_id = c.organization_id AND o.user_id = @Me AND o.is_active
          LEFT JOIN chat_members m ON m.chat_id = c.id AND m.user_id = @Me AND m.left_at IS NULL
         WHERE c.id = @Id AND c.kind = @Kind AND c.is_active
        """;

    private const string OfMessageSql = $"""
        -- Chats.RefusalOfMessage
        SELECT c.kind, m.user_id IS NOT NULL AS is_in, e.sender_id = @Me AS is_mine,
               {Blocking.ByOther} AS is_blocked, {Blocking.ByMe} AS has_blocked
          FROM messages e
          JOIN chats c ON c.id = e.chat_id AND c.is_active
          JOIN organization_members o ON o.organization_id = c.organization_id AND o.user_id = @Me AND o.is_active
          LEFT JOIN chat_members m ON m.chat_id = c.id AND m.user_id = @Me AND m.left_at IS NULL
         WHERE e.id = @MessageId AND e.deleted_at IS NULL
        """;

    /// <summary>The refusal for a chat that the caller is not in, or that is not there; null where the caller is in it.</summary>
    internal static async Task<ProblemHttpResult?> Why(ChatId chat, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        Unseen(chat, await Find(chat, me, db, cancel));

    /// <summary>The same for who writes to a chat: a block is a refusal too.</summary>
    internal static async Task<ProblemHttpResult?> WhyNotWrite(
        ChatId chat, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var place = await Find(chat, me, db, cancel);

        return Unseen(chat, place) ?? Blocked(place!);
    }

    /// <summary>The refusal for a chat that is not there.</summary>
    internal static ProblemHttpResult NotFound(ChatId chat) =>
        chat.Kind == ChatKind.Group ? Refusals.GroupChatNotFound : Refusals.ConversationNotFound;

    /// <summary>The refusal for a message that the caller must not see, or that is not there; null where it is seen.</summary>
    internal static async Task<ProblemHttpResult?> Why(
        long messageId, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        Unseen(await Find(messageId, me, db, cancel));

    /// <summary>The same for who writes to a message: a block is a refusal too.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="me">Who writes.</param>
    /// <param name="onlyOwn">True where only its sender may, so that for others a block is not the reason: null.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancel">Stops it before it starts.</param>
    internal static async Task<ProblemHttpResult?> WhyNotWrite(
        long messageId, Me me, bool onlyOwn, NpgsqlDataSource db, CancellationToken cancel)
    {
        var place = await Find(messageId, me, db, cancel);

        return Unseen(place) ?? (onlyOwn && !place!.IsMine ? null : Blocked(place!));
    }

    private static Task<Place?> Find(ChatId chat, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        db.QueryOne<Place>(OfChatSql, new { chat.Id, chat.Kind, Me = me.Id }, cancel);

    private static Task<Place?> Find(long messageId, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        db.QueryOne<Place>(OfMessageSql, new { MessageId = messageId, Me = me.Id }, cancel);

    private static ProblemHttpResult? Unseen(ChatId chat, Place? place) => place switch
    {
        { IsIn: true } => null,
        { IsIn: false } => NotIn(chat.Kind),
        null => NotFound(chat),
    };

    private static ProblemHttpResult? Unseen(Place? place) => place switch
    {
        null => Refusals.MessageNotFound,
        { IsIn: false } => NotIn(place.Kind),
        _ => null,
    };

    private static ProblemHttpResult NotIn(string kind) =>
        kind == ChatKind.Group ? Refusals.NotAMember : Refusals.NotAParticipant;

    private static ProblemHttpResult? Blocked(Place place) => place switch
    {
        { IsBlocked: true } => Refusals.WriteToBlocker,
        { HasBlocked: true } => Refusals.WriteToBlocked,
        _ => null,
    };

    private sealed record Place(string Kind, bool IsIn, bool IsMine, bool IsBlocked, bool HasBlocked);
}
