using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults;

/// <summary>What came of a scenario.</summary>
internal sealed record Verdict(
    Scenario Scenario, History History, IReadOnlyList<Violation> Violations, IReadOnlyList<string> Notes, TimeSpan Took)
{
    internal bool IsKept => Violations.Count == 0;

    internal int Operations => History.Operations.Count;

    internal int Acknowledged => History.Operations.Count(operation => operation.IsAcknowledged);

    internal int Unknown => History.Operations.Count(operation => operation.WasUnknown);

    /// <summary>Unknown ones that are in the final history once, as their sender was told in the end.</summary>
    internal int Recovered
    {
        get
        {
            var keys = History.Endings.SelectMany(ending => ending.Messages).Select(message => message.Key).ToHashSet();

            return History.Operations.Count(operation => operation.WasUnknown && keys.Contains(operation.Key));
        }
    }

    internal int Refused => History.Operations.Count(operation => operation.Last.Outcome == Outcome.Fail);

    internal int Reconnects => History.Streams.Sum(stream => Math.Max(0, stream.Entries.OfType<Opened>().Count() - 1));

    internal int Resumed => Count<Resumed>();

    internal int Resyncs => Count<Resynced>();

    internal int Frames => History.Streams.Sum(stream => stream.Entries.Count(entry => entry.IsShown));

    private int Count<T>() => History.Streams.Sum(stream => stream.Entries.OfType<T>().Count());
}
