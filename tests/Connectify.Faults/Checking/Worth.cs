using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Whether enough has happened for the rest to mean anything.</summary>
internal static class Worth
{
    internal static IEnumerable<Violation> Check(History history, Expectation expectation)
    {
        if (expectation.IsWithoutLoad)
        {
            yield break;
        }

        if (!history.Operations.Any(operation => operation.IsAcknowledged))
        {
            yield return new Violation(Fault.ProvedNothing, "no message was acknowledged");
        }

        if (!history.Streams.Any(stream => stream.Entries.Any(entry => entry.IsShown)))
        {
            yield return new Violation(Fault.ProvedNothing, "no reader was shown anything");
        }

        foreach (var chat in history.Operations.Select(operation => operation.Chat).Distinct().Except(history.Endings.Select(ending => ending.Chat)))
        {
            yield return new Violation(Fault.ProvedNothing, $"nobody tells of chat {chat} in the end");
        }

        if (expectation.HasUnknown && !history.Operations.Any(operation => operation.WasUnknown))
        {
            yield return new Violation(Fault.ProvedNothing, "every outcome was known, although the fault should have hidden some");
        }

        if (expectation.HasReconnects && !history.Streams.Any(stream => stream.Entries.OfType<Opened>().Skip(1).Any()))
        {
            yield return new Violation(Fault.ProvedNothing, "no reader had to come back, although the fault should have cut some off");
        }
    }
}
