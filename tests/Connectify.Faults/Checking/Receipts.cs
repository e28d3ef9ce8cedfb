using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>What was read stays read, for everybody, and counts.</summary>
internal static class Receipts
{
    internal static IEnumerable<Violation> Check(History history, FinalHistory final) =>
        Forgotten(history, final).Concat(Miscounted(history)).Concat(history.Streams.SelectMany(stream => Backwards(stream, final)));

    private static IEnumerable<Violation> Forgotten(History history, FinalHistory final)
    {
        foreach (var latest in history.Receipts.GroupBy(receipt => (receipt.Chat, receipt.User)))
        {
            var upTo = latest.Max(receipt => final.Message(receipt.UpTo)?.Position ?? 0);
            var forgotten = (final.Find(latest.Key.Chat) ?? [])
                .Where(message => message.Position <= upTo && IsUnread(message, latest.Key.User))
                .ToList();

            if (forgotten.Count > 0)
            {
                yield return new Violation(
                    Fault.ReceiptWentBack,
                    $"chat {latest.Key.Chat}: user {latest.Key.User} has read all up to position {upTo}, "
                    + $"and {forgotten.Count} are unread, first {forgotten[0].State}");
            }
        }
    }

    private static IEnumerable<Violation> Miscounted(History history)
    {
        foreach (var unread in history.Unread)
        {
            var ending = history.Endings.FirstOrDefault(ending => ending.Chat == unread.Chat && ending.Entrance == unread.Entrance);
            var count = ending?.Messages.Count(message => IsUnread(message, unread.User));

            if (count is not null && count != unread.Count)
            {
                yield return new Violation(
                    Fault.ReceiptWentBack,
                    $"chat {unread.Chat} on {unread.Entrance}: user {unread.User} has {count} to read, and is told {unread.Count}");
            }
        }
    }

    private static bool IsUnread(Message message, long user) =>
        message.Sender != user && !message.IsDeleted && !message.ReadBy.Contains(user);

    private static IEnumerable<Violation> Backwards(Recording.Stream stream, FinalHistory final)
    {
        var entries = stream.Entries.ToList();
        var upTo = new Dictionary<long, long>();

        for (var at = 0; at < entries.Count; at++)
        {
            if (entries[at] is HasRead { UpTo: { } id } read && final.Message(id)?.Position is { } position)
            {
                if (upTo.TryGetValue(read.User, out var before) && position < before)
                {
                    yield return new Violation(
                        Fault.ReceiptWentBack,
                        $"{stream}: user {read.User} had read up to position {before}, and then up to {position}",
                        Surroundings.Of(entries, at));
                }

                upTo[read.User] = position;
            }
        }
    }
}
