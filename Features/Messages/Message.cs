using Connectify.Features.Chats;

namespace Connectify.Features.Messages;

/// <summary>A message as its chat sees it. A deleted one stays at its position as a tombstone without content.</summary>
/// <param name="Id">Unique among all messages.</param>
/// <param name="ChatId">The conversation or group chat.</param>
/// <param name="ConversationId">The chat where it is a conversation, else null.</param>
/// <param name="GroupChatId">The chat where it is a group chat, else null.</param>
/// <param name="Position">Dense number within the chat, in commit order, from 1.</param>
/// <param name="Sender">Who sent it, as they are now.</param>
/// <param name="SenderId">The sender's id.</param>
/// <param name="SenderUsername">The sender's username.</param>
/// <param name="Content">Up to 10,000 characters; may be empty where there are files.</param>
/// <param name="ReplyTo">The message that it answers, or null.</param>
/// <param name="RepliedMessage">The beginning of that message, or null.</param>
/// <param name="Attachments">Its files, in the order in which they were sent.</param>
/// <param name="Reactions">Oldest first.</param>
/// <param name="ReadBy">The users who have read it, first readers first, at most 100; never the sender.</param>
/// <param name="ReadCount">How many have read it.</param>
/// <param name="IsEdited">True once it has been edited.</param>
/// <param name="EditedAt">UTC, or null.</param>
/// <param name="IsDeleted">True for a tombstone.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ClientMessageId">The key that its sender gave it, or null.</param>
internal sealed record Message(
    long Id,
    long ChatId,
    long? ConversationId,
    long? GroupChatId,
    long Position,
    User Sender,
    long SenderId,
    string SenderUsername,
    string Content,
    long? ReplyTo,
    RepliedMessage? RepliedMessage,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyList<Reaction> Reactions,
    IReadOnlyList<long> ReadBy,
    long ReadCount,
    bool IsEdited,
    DateTime? EditedAt,
    bool IsDeleted,
    DateTime CreatedAt,
    string? ClientMessageId)
{
    internal static Message Example { get; } = new(
        123, 5, 5, null, 7, User.Example, User.Example.Id, User.Example.Username, "Hello, how are you?", 122,
        new RepliedMessage(122, 1, "alice", "Hello, let's chat!", false), [Attachment.Example], [Reaction.Example], [1], 1, false,
        null, false,
        new DateTime(2026, 1, 15, 15, 0, 0, DateTimeKind.Utc), "7f9c2ba4-e88f-4e3b-9f62-3d5a1b0c8d11");

    /// <summary>The conversation's id where the chat is one, else null.</summary>
    internal static long? ConversationOf(long chatId, string kind) => kind == ChatKind.Conversation ? chatId : null;

    /// <summary>The group chat's id where the chat is one, else null.</summary>
    internal static long? GroupChatOf(long chatId, string kind) => kind == ChatKind.Group ? chatId : null;
}

/// <summary>The beginning of a message that another one answers; content up to 200 characters.</summary>
internal sealed record RepliedMessage(long Id, long SenderId, string SenderUsername, string Content, bool IsDeleted);

