using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Messages;

/// <summary>A new message, the whole of it nested.</summary>
internal sealed record MessageSent(Message Message) : ServerEvent("message")
{
    internal override ServerEvent Flat => new FlatMessage(Message);
}

/// <summary>A new message with its properties at the top level, for sockets opened with <c>?format=flat</c>.</summary>
internal sealed record FlatMessage : ServerEvent
{
    private readonly Message _message;

    internal FlatMessage(Message message) : base("chat_message") => _message = message;

    public long MessageId => _message.Id;
    public DateTime Timestamp => _message.CreatedAt;
    public long ChatId => _message.ChatId;
    public long? ConversationId => _message.ConversationId;
    public long? GroupChatId => _message.GroupChatId;
    public long Position => _message.Position;
    public User Sender => _message.Sender;
    public long SenderId => _message.SenderId;
    public string SenderUsername => _message.SenderUsername;
    public string Content => _message.Content;
    public long? ReplyTo => _message.ReplyTo;
    public RepliedMessage? RepliedMessage => _message.RepliedMessage;
    public IReadOnlyList<Attachment> Attachments => _message.Attachments;
    public IReadOnlyList<Reaction> Reactions => _message.Reactions;
    public IReadOnlyList<long> ReadBy => _message.ReadBy;
    public long ReadCount => _message.ReadCount;
    public bool IsEdited => _message.IsEdited;
    public DateTime? EditedAt => _message.EditedAt;
    public bool IsDeleted => _message.IsDeleted;
    public string? ClientMessageId => _message.ClientMessageId;
}

/// <summary>A message as it is after its sender edited it.</summary>
internal sealed record MessageEdited(long ChatId, Message Message) : ServerEvent("message_edited");

/// <summary>A message has become a tombstone.</summary>
internal sealed record MessageDeleted(long ChatId, long MessageId, long Position) : ServerEvent("message_deleted");

/// <summary>Someone has put an emoji on a message.</summary>
internal sealed record ReactionAdded(long ChatId, Reaction Reaction) : ServerEvent("reaction_added");

/// <summary>Someone has taken an emoji off a message.</summary>
internal sealed record ReactionRemoved(long ChatId, long MessageId, string Emoji, long UserId)
    : ServerEvent("reaction_removed");

/// <summary>A message as it is now, for who missed what happened to it.</summary>
internal sealed record MessageUpdated(long ChatId, Message Message) : ServerEvent("message_updated");

/// <summary>Someone has read a message.</summary>
internal sealed record MessageRead(long ChatId, long UserId, long MessageId) : ServerEvent("read");

/// <summary>Someone has read messages.</summary>
/// <param name="ChatId">The chat.</param>
/// <param name="UserId">The reader.</param>
/// <param name="MessageIds">Those newly read; of a long range only the newest 500.</param>
/// <param name="UpTo">The message up to which everything is read; null where only those named are.</param>
internal sealed record MessagesRead(long ChatId, long UserId, IReadOnlyList<long> MessageIds, long? UpTo)
    : ServerEvent("read_messages");
