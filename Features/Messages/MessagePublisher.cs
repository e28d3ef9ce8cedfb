using System.Diagnostics;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Messages;

/// <summary>Shows messages to their chats once they are stored.</summary>
internal sealed class MessagePublisher(Hub hub, SignedUrls urls)
{
    /// <summary>Shows what was stored by one commit, and gives it as it is shown; null for what was not stored.</summary>
    /// <param name="batch">Each message, what became of it, and when it came.</param>
    /// <param name="cause">The span in which they were stored, where that is not the present one.</param>
    internal Message?[] Publish(IReadOnlyList<(NewMessage Sent, StoredMessage? Row, long Since)> batch, ActivityContext cause = default)
    {
        var messages = batch.Select(one => one.Row?.Id is { } id ? ToMessage(id, one.Row, one.Sent) : null).ToArray();
        var isTimed = hub.Metrics.TimesDeliveries;
        var changes =
            from shown in messages.Zip(batch)
            where shown.First is not null
            let row = shown.Second.Row
            select new Publication(
                ChatTopic.Of(shown.First.ChatId), new Cursor(row.Position, row.Change), new MessageSent(shown.First))
            {
                Author = shown.First.SenderId,
                Since = isTimed ? shown.Second.Since : null,
            };
        hub.Publish([.. changes], cause);

        return messages;
    }

    private Message ToMessage(long id, StoredMessage row, NewMessage sent)
    {
        var sender = sent.Sender;

        return new Message(
            id, sent.Chat.Id, Message.ConversationOf(sent.Chat.Id, sent.Chat.Kind),
            Message.GroupChatOf(sent.Chat.Id, sent.Chat.Kind), row.Position,
            new User(sender.Id, sender.Username, row.FirstName, row.LastName, row.ProfileImage),
            sender.Id, sender.Username, sent.Content, sent.ReplyTo,
            row.RepliedSenderId is { } repliedSender
                ? new RepliedMessage(
                    sent.ReplyTo!.Value, repliedSender, row.RepliedSenderUsername!, row.RepliedContent!, false)
                : null,
            [.. sent.Files.Select((file, i) => Attach(row.FileIds![i], file))],
            [], [], 0, false, null, false, row.CreatedAt, sent.Key);
    }

    private Attachment Attach(long id, UploadedFile file) => new AttachmentRow(
        id, file.Kind.Type, file.FileName, file.Kind.ContentType, file.Size, file.Width, file.Height,
        file.ThumbnailKey is not null).ToAttachment(urls);
}
