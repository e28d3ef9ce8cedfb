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
    DateTime UpdatedAt);

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
    : Conversation(Id, OrganizationId, Participants, LastMessage, UnreadCount, CreatedAt, UpdatedAt);
