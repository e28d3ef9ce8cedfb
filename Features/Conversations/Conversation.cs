using Connectify.Features.Messages;

namespace Connectify.Features.Conversations;

/// <summary>A conversation of exactly two participants, as one of them sees it.</summary>
/// <param name="Id">Its id among all chats.</param>
/// <param name="OrganizationId">The organization that both belong to.</param>
/// <param name="Participants">The two.</param>
/// <param name="LastMessage">The newest message, which may be a tombstone; null before the first.</param>
/// <param name="UnreadCount">Messages of the other, not deleted, that the caller has not read.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">When something was last sent, UTC.</param>
internal record Conversation(
    long Id,
    long OrganizationId,
    IReadOnlyList<User> Participants,
    Message? LastMessage,
    long UnreadCount,
    DateTime CreatedAt,
    DateTime UpdatedAt)
{
    internal static Conversation Example { get; } = new(
        5, 1, [new User(1, "alice", "Alice", "Archer", null), User.Example], Message.Example, 1,
        Message.Example.CreatedAt.AddDays(-1), Message.Example.CreatedAt);
}

/// <summary>A conversation with its newest 20 messages, newest first.</summary>
internal sealed record ConversationDetail(
    long Id,
    long OrganizationId,
    IReadOnlyList<User> Participants,
    Message? LastMessage,
    long UnreadCount,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    IReadOnlyList<Message> Messages)
    : Conversation(Id, OrganizationId, Participants, LastMessage, UnreadCount, CreatedAt, UpdatedAt)
{
    internal static new ConversationDetail Example { get; } = new(
        Conversation.Example.Id, Conversation.Example.OrganizationId, Conversation.Example.Participants, Message.Example,
        1, Conversation.Example.CreatedAt, Conversation.Example.UpdatedAt, [Message.Example]);
}
