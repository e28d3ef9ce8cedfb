using Connectify.Faults.Recording;

namespace Connectify.Faults;

/// <summary>A message that was shown some time after it was acknowledged.</summary>
internal sealed record LateFrame(long By, string What);

/// <summary>How long messages take to those whose sockets stay.</summary>
internal static class Lateness
{
    /// <summary>Of the messages that were acknowledged between two moments, each showing to a reader who was there before.</summary>
    internal static IReadOnlyList<LateFrame> Of(History history, long from, long to)
    {
        var sent = history.Operations
            .Where(operation => operation.IsAcknowledged && !operation.WasUnknown && operation.Last.Done >= from && operation.Last.Done <= to)
            .ToDictionary(operation => operation.Key);

        return [.. history.Streams.SelectMany(stream => Of(stream, sent))];
    }

    /// <summary>How late a share of them is at most.</summary>
    internal static long Share(IReadOnlyList<LateFrame> late, double share) =>
        late.Select(frame => frame.By).Order().ElementAtOrDefault((int)((late.Count - 1) * share));

    private static IEnumerable<LateFrame> Of(Recording.Stream stream, Dictionary<string, Operation> sent)
    {
        var opened = long.MaxValue;

        foreach (var entry in stream.Entries)
        {
            if (entry is Opened)
            {
                opened = entry.At;
            }
            else if (entry is Shown { Message.Key: { } key } && sent.TryGetValue(key, out var operation) && opened < operation.Invoked)
            {
                yield return new LateFrame(entry.At - operation.Last.Done, $"to {stream} at {Clock.Show(entry.At)}: {operation}");
            }
        }
    }
}
