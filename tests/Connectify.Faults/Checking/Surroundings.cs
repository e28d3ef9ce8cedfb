using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>What a stream showed around a moment, one line each.</summary>
internal static class Surroundings
{
    private const int Before = 8;
    private const int After = 4;

    internal static IReadOnlyList<string> Of(IReadOnlyList<Entry> entries, int at) =>
        [.. Enumerable.Range(at - Before, Before + After + 1)
            .Where(number => number >= 0 && number < entries.Count)
            .Select(number => $"{(number == at ? ">" : " ")} {Line(entries[number])}")];

    private static string Line(Entry entry) => $"{Clock.Show(entry.At)} " + entry switch
    {
        Opened opened => $"opened on {opened.Entrance} with cursor {opened.Cursor ?? "none"}",
        Resumed => "resumed",
        Resynced => "resync_required",
        Filled filled => $"fetched {filled.Messages.Count} messages",
        Closed closed => $"closed {closed.Code} {closed.Why}",
        Shown shown => $"message {shown.Message.State}",
        Updated updated => $"updated {updated.Message.State}",
        Deleted deleted => $"deleted id {deleted.Id}",
        Reacted reacted => $"reaction {reacted.Reaction} {(reacted.IsThere ? "on" : "off")} id {reacted.Id}",
        HasRead read => $"user {read.User} read {read.Ids.Count} up to id {read.UpTo}",
        Told told => $"{told.Type} {told.Text[..Math.Min(told.Text.Length, 160)]}",
        _ => entry.ToString(),
    };
}
