using System.Buffers.Binary;
using System.Globalization;

namespace Connectify.Benchmarks.Reads;

/// <summary>Writes all messages in the order of their times, with what people did to each: edits, reactions, files, reads.</summary>
internal sealed class MessageCopies : IDisposable
{
    // What happens to a message happens before the next one.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private static readonly string[] Emoji = ["👍", "🎉", "❤️"];

    private readonly Copy _messages;
    private readonly Copy _reactions;
    private readonly Copy _attachments;
    private readonly ReadCopy _reads;
    private readonly byte[] _fingerprint = new byte[32];
    private long _nextId = KnownIds.FirstMessage;
    private long _nextReaction = 1;
    private long _nextAttachment = 1;

    internal MessageCopies(string connectionString)
    {
        _messages = new Copy(
            connectionString,
            "messages",
            "id, chat_id, position, sender_id, sender_position, reply_to, changed, created_at, edited_at, deleted_at, "
            + "is_from_socket, client_message_id, fingerprint, content");
        _reactions = new Copy(connectionString, "reactions", "id, message_id, user_id, emoji, created_at");
        _attachments = new Copy(
            connectionString,
            "attachments",
            "id, message_id, chat_id, place, type, file_name, content_type, size, width, height, file_key, thumbnail_key, "
            + "thumbnail_size, created_at");
        _reads = new ReadCopy(connectionString);
    }

    /// <summary>Writes them all, every second one to the large chat, the last a moment ago.</summary>
    /// <param name="chats">The chats, which know afterwards what they hold.</param>
    /// <param name="tell">Is told how many are written, now and then.</param>
    /// <param name="cancel">Breaks it off.</param>
    internal void Write(FilledChat[] chats, Action<int> tell, CancellationToken cancel)
    {
        const int Often = 250_000;

        var order = Population.Order(chats);
        var time = Begin(2 * order.Length);

        for (var i = 0; i < order.Length; i++)
        {
            Write(chats[0], time);
            Write(chats[order[i]], time + Between);
            time += 2 * Between;

            if ((i + 1) % Often == 0)
            {
                tell(2 * (i + 1));
                cancel.ThrowIfCancellationRequested();
            }
        }

        _messages.Complete();
        _reactions.Complete();
        _attachments.Complete();
        _reads.Complete();
    }

    public void Dispose()
    {
        _messages.Dispose();
        _reactions.Dispose();
        _attachments.Dispose();
        _reads.Dispose();
    }

    /// <summary>When the first of so many messages is sent, where the last is sent a moment ago; before that, people join.</summary>
    internal static DateTime Begin(int messages) => DateTime.UtcNow.Date - (messages * Between);

    private void Write(FilledChat chat, DateTime time)
    {
        var position = ++chat.Position;
        var pattern = MessagePattern.At(position);
        var place = MessagePattern.Sender(position, chat.Members.Length);
        var sender = chat.Members[place];
        var before = ++chat.Change;
        chat.Change += pattern.Reactions + (pattern.IsEdited ? 1 : 0) + (pattern.IsDeleted ? 1 : 0);
        sender.Sent++;

        if (!pattern.IsDeleted)
        {
            chat.Live++;
            sender.LiveSent++;
        }

        var id = _nextId++;
        Write(id, chat, sender, pattern, time, chat.Change > before ? chat.Change : null);
        React(id, chat, place, pattern, time);

        if (pattern.HasFile)
        {
            Attach(id, chat, time);
        }

        Remember(chat, sender, pattern, id, time);
        _reads.Write(chat, place, pattern, time + Moment);
    }

    private void Write(
        long id, FilledChat chat, FilledMember sender, MessagePattern pattern, DateTime time, long? changed)
    {
        _messages.Row()
            .Add(id).Add(chat.Id).Add(chat.Position).Add(sender.UserId).Add(sender.Sent)
            .Add(pattern.IsReply ? chat.Newest : null)
            .Add(changed)
            .Add(time)
            .Add(pattern.IsEdited ? time + Moment : null)
            .Add(pattern.IsDeleted ? time + Moment : null)
            .Add(pattern.IsFromSocket);

        if (pattern.HasKey)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_fingerprint, id * 0x5851F42D4C957F2D);
            _messages.Add(string.Create(CultureInfo.InvariantCulture, $"7f9c2ba4-e88f-4e3b-9f62-{id:d12}")).Add(_fingerprint);
        }
        else
        {
            _messages.AddNull().AddNull();
        }

        _messages.Add(pattern.Content);
    }

    private void React(long id, FilledChat chat, int place, MessagePattern pattern, DateTime time)
    {
        for (var i = 0; i < pattern.Reactions; i++)
        {
            var member = chat.Members[(place + 1 + i) % chat.Members.Length];
            _reactions.Row().Add(_nextReaction++).Add(id).Add(member.UserId).Add(Emoji[i]).Add(time + Moment);
        }
    }

    private void Attach(long id, FilledChat chat, DateTime time)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{id:d16}a3f09c5d7e1b2846");
        _attachments.Row()
            .Add(_nextAttachment++).Add(id).Add(chat.Id).AddShort(1)
            .Add("image").Add("whiteboard.jpg").Add("image/jpeg").Add(482_133).AddShort(1600).AddShort(1200)
            .Add(key).Add($"{key}t").Add(9_641)
            .Add(time);
    }

    private static void Remember(FilledChat chat, FilledMember sender, MessagePattern pattern, long id, DateTime time)
    {
        chat.Newest = id;
        chat.UpdatedAt = time;

        if (pattern is { HasKey: false, IsFromSocket: true })
        {
            sender.LastSocket = time;
        }
        else if (!pattern.HasKey)
        {
            sender.LastRest = time;
        }
    }
}
