using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>What a reader was shown adds up to what the service tells in the end, and so does what was acknowledged.</summary>
internal static class Folds
{
    internal static IEnumerable<Violation> Check(History history, FinalHistory final) =>
        history.Streams.Where(stream => stream.IsWhole).SelectMany(stream => Compare(stream, final)).Concat(LostChanges(history, final));

    private static IEnumerable<Violation> Compare(Recording.Stream stream, FinalHistory final)
    {
        var entries = stream.Entries.ToList();
        var folded = Fold(entries);

        foreach (var message in final.Find(stream.Chat) ?? [])
        {
            // One that was never shown is a gap, and is reported as that.
            if (folded.TryGetValue(message.Id, out var mine) && mine.State != message.State)
            {
                yield return new Violation(
                    Fault.WrongFold,
                    $"{stream}: its frames add up to {mine.State}, and it is {message.State}",
                    About(entries, message.Id));
            }
        }
    }

    private static IReadOnlyList<string> About(IEnumerable<Entry> entries, long id)
    {
        var about = entries.Where(entry => IsMark(entry) || IsAbout(entry, id)).ToList();

        return Surroundings.Of(about, about.FindLastIndex(entry => IsAbout(entry, id)));
    }

    private static bool IsMark(Entry entry) => entry is Opened or Closed or Resumed or Resynced or Filled;

    private static bool IsAbout(Entry entry, long id) => entry switch
    {
        Shown shown => shown.Message.Id == id,
        Updated updated => updated.Message.Id == id,
        Deleted deleted => deleted.Id == id,
        Reacted reacted => reacted.Id == id,
        _ => false,
    };

    private static Dictionary<long, Message> Fold(IEnumerable<Entry> entries)
    {
        var messages = new Dictionary<long, Message>();

        foreach (var entry in entries)
        {
            switch (entry)
            {
                case Shown shown:
                    messages[shown.Message.Id] = shown.Message;
                    break;
                case Updated updated:
                    messages[updated.Message.Id] = updated.Message;
                    break;
                case Filled filled:
                    filled.Messages.ToList().ForEach(message => messages[message.Id] = message);
                    break;
                case Deleted deleted when messages.TryGetValue(deleted.Id, out var message):
                    messages[deleted.Id] = message.Tombstone;
                    break;
                case Reacted reacted when messages.TryGetValue(reacted.Id, out var message):
                    messages[reacted.Id] = message with
                    {
                        Reactions = reacted.IsThere ? message.Reactions.Add(reacted.Reaction) : message.Reactions.Remove(reacted.Reaction),
                    };
                    break;
            }
        }

        return messages;
    }

    private static IEnumerable<Violation> LostChanges(History history, FinalHistory final)
    {
        foreach (var changes in history.Changes.GroupBy(change => change.Id))
        {
            if (final.Message(changes.Key) is { } message)
            {
                foreach (var lost in Lost([.. changes.OrderBy(change => change.Done)], message))
                {
                    yield return new Violation(Fault.LostChange, $"{lost} was acknowledged, and the message is {message.State}");
                }
            }
        }
    }

    // Changes of one message are made one after the other, so the last of each kind counts.
    private static IEnumerable<Change> Lost(IReadOnlyList<Change> changes, Message message)
    {
        if (changes.FirstOrDefault(change => change.Kind == "delete") is { } deletion)
        {
            return message.IsDeleted ? [] : [deletion];
        }

        var edits = changes.Where(change => change.Kind == "edit").TakeLast(1)
            .Where(edit => !message.IsEdited || message.Content != edit.Value);
        var reactions = changes.Where(change => change.Kind is "react" or "unreact")
            .GroupBy(change => change.Value)
            .Select(each => each.Last())
            .Where(last => message.Reactions.Contains(last.Value) != (last.Kind == "react"));

        return edits.Concat(reactions);
    }
}
