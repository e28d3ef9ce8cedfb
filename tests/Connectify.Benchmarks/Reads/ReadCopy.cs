namespace Connectify.Benchmarks.Reads;

/// <summary>
/// Writes what members have read, as they would have: some read each message as it comes, most now and then all that
/// there is, at the end half of them everything, and a few of the others a message further on.
/// </summary>
internal sealed class ReadCopy(string connectionString) : IDisposable
{
    private readonly Copy _reads =
        new(connectionString, "message_reads", "chat_id, user_id, first_position, last_position, read_at");

    /// <summary>Writes what is read after a message has come into a chat, and before the next one.</summary>
    /// <param name="chat">The chat, which counts that message already.</param>
    /// <param name="sender">Which of the members sent it.</param>
    /// <param name="pattern">What the message is like.</param>
    /// <param name="time">When it is read.</param>
    internal void Write(FilledChat chat, int sender, MessagePattern pattern, DateTime time)
    {
        if (chat.Position == chat.Length)
        {
            End(chat, time);
        }
        else if (IsWatched(chat))
        {
            Watch(chat, sender, pattern, time);
        }
        else
        {
            TakeTurn(chat, time);
        }
    }

    internal void Complete() => _reads.Complete();

    public void Dispose() => _reads.Dispose();

    // On the screens of both participants.
    private static bool IsWatched(FilledChat chat) => !chat.IsGroup && chat.Id % 8 == 0;

    private void Watch(FilledChat chat, int sender, MessagePattern pattern, DateTime time)
    {
        var other = chat.Members[1 - sender];

        if (!pattern.IsDeleted && chat.Position <= other.StopsAt)
        {
            Store(chat, other, chat.Position, time);
            ReadAll(chat, other);
        }
    }

    // One after the other, each after so many messages as gives everybody a row for dozens to hundreds of messages.
    private void TakeTurn(FilledChat chat, DateTime time)
    {
        var members = chat.Members;
        var pause = members.Length switch { 2 => 10, > DataShape.GroupMembers => 5, _ => 3 };

        if (chat.Position % pause == 0)
        {
            ReadOn(chat, members[(int)(chat.Position / pause % members.Length)], time);
        }
    }

    private void End(FilledChat chat, DateTime time)
    {
        for (var place = 0; place < chat.Members.Length; place++)
        {
            switch ((chat.Id + place) % 4)
            {
                case 0 or 2:
                    ReadOn(chat, chat.Members[place], time);
                    break;

                case 1:
                    ReadOne(chat, place, chat.Length - 1 - (place % 2), time);
                    break;
            }
        }
    }

    private void ReadOn(FilledChat chat, FilledMember member, DateTime time)
    {
        if (chat.Position <= member.StopsAt && chat.Live - member.LiveSent > member.Read)
        {
            Store(chat, member, member.ReadThrough + 1, time);
            ReadAll(chat, member);
        }
    }

    // Not the only one that is left: with that everything would be read.
    private void ReadOne(FilledChat chat, int place, long position, DateTime time)
    {
        var member = chat.Members[place];
        var isOthers = MessagePattern.Sender(position, chat.Members.Length) != place;

        if (isOthers && position > member.ReadThrough && chat.Live - member.LiveSent > member.Read + 1)
        {
            _reads.Row().Add(chat.Id).Add(member.UserId).Add(position).Add(position).Add(time);
            member.Read++;
        }
    }

    private void Store(FilledChat chat, FilledMember member, long first, DateTime time) =>
        _reads.Row().Add(chat.Id).Add(member.UserId).Add(first).Add(chat.Position).Add(time);

    private static void ReadAll(FilledChat chat, FilledMember member)
    {
        member.ReadThrough = chat.Position;
        member.Read = chat.Live - member.LiveSent;
    }
}
