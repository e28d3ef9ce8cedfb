using Connectify.Features.Messages;

namespace Connectify.Features.GroupChats;

/// <summary>What is the same of a group chat for everybody in it.</summary>
/// <param name="Id">Its id among all chats.</param>
/// <param name="OrganizationId">The organization that all its members belong to.</param>
/// <param name="Name">1–100 characters.</param>
/// <param name="Description">Up to 1,000 characters; empty where there is none.</param>
/// <param name="Avatar">A signed path that expires, or null.</param>
/// <param name="CreatedBy">The user who created it.</param>
/// <param name="MemberCount">How many are in it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">When something was last sent, or the group chat itself was last changed, UTC.</param>
internal record SharedGroupChat(
    long Id,
    long OrganizationId,
    string Name,
    string Description,
    string? Avatar,
    long CreatedBy,
    long MemberCount,
    DateTime CreatedAt,
    DateTime UpdatedAt);

/// <summary>A group chat, as one of its members sees it.</summary>
/// <param name="Id">Its id among all chats.</param>
/// <param name="OrganizationId">The organization that all its members belong to.</param>
/// <param name="Name">1–100 characters.</param>
/// <param name="Description">Up to 1,000 characters; empty where there is none.</param>
/// <param name="Avatar">A signed path that expires, or null.</param>
/// <param name="CreatedBy">The user who created it.</param>
/// <param name="MemberCount">How many are in it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">When something was last sent, or the group chat itself was last changed, UTC.</param>
/// <param name="LastMessage">The newest message, which may be a tombstone; null before the first.</param>
/// <param name="UnreadCount">Messages of others, not deleted, that the caller has not read.</param>
internal record GroupChat(
    long Id,
    long OrganizationId,
    string Name,
    string Description,
    string? Avatar,
    long CreatedBy,
    long MemberCount,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    Message? LastMessage,
    long UnreadCount)
    : SharedGroupChat(Id, OrganizationId, Name, Description, Avatar, CreatedBy, MemberCount, CreatedAt, UpdatedAt)
{
    internal static GroupChat Example { get; } = new(
        6, 1, "Project Team", "Group chat for our project team", null, 1, 2,
        Message.Example.CreatedAt.AddDays(-1), Message.Example.CreatedAt, MessageInGroup, 1);

    private protected static Message MessageInGroup =>
        Message.Example with { ChatId = 6, ConversationId = null, GroupChatId = 6 };
}

/// <summary>A group chat with its newest 20 messages, newest first, and its members in the order in which they joined.</summary>
internal sealed record GroupChatDetail(
    long Id,
    long OrganizationId,
    string Name,
    string Description,
    string? Avatar,
    long CreatedBy,
    long MemberCount,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    Message? LastMessage,
    long UnreadCount,
    IReadOnlyList<Message> Messages,
    IReadOnlyList<Member> Members)
    : GroupChat(
        Id, OrganizationId, Name, Description, Avatar, CreatedBy, MemberCount, CreatedAt, UpdatedAt, LastMessage, UnreadCount)
{
    internal static new GroupChatDetail Example { get; } = new(
        GroupChat.Example.Id, GroupChat.Example.OrganizationId, GroupChat.Example.Name, GroupChat.Example.Description, null,
        GroupChat.Example.CreatedBy, 2, GroupChat.Example.CreatedAt, GroupChat.Example.UpdatedAt, MessageInGroup, 1,
        [MessageInGroup], [new(1, "alice", "Alice", "Archer", null, MemberRole.Admin, GroupChat.Example.CreatedAt), Member.Example]);
}
