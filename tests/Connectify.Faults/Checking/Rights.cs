using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Who may listen no longer is shown nothing, and sent away in time.</summary>
internal static class Rights
{
    internal static IEnumerable<Violation> Check(History history) =>
        history.Revocations.SelectMany(revocation => history.Streams
            .Where(stream => stream.User == revocation.User && (revocation.Chat is null || revocation.Chat == stream.Chat))
            .SelectMany(stream => Check(revocation, stream)));

    private static IEnumerable<Violation> Check(Revocation revocation, Recording.Stream stream)
    {
        var entries = stream.Entries.ToList();
        var end = revocation.At + revocation.Bound.Micros();
        var late = entries.FindIndex(entry => entry.IsShown && entry.At > end);

        if (late >= 0)
        {
            yield return new Violation(
                Fault.FrameAfterRevocation,
                $"{stream}: shown something {Clock.Show(entries[late].At - revocation.At)} after {Show(revocation)}",
                Surroundings.Of(entries, late));
        }

        var last = entries.FindLastIndex(entry => entry is Opened or Closed);

        if (last < 0 || entries[last] is not Closed closed || closed.Code != revocation.Code || closed.At > end)
        {
            yield return new Violation(
                Fault.SocketLeftOpen,
                $"{stream}: not closed with {revocation.Code} within {revocation.Bound.TotalSeconds} s of {Show(revocation)}",
                Surroundings.Of(entries, Math.Max(last, 0)));
        }
    }

    private static string Show(Revocation revocation) =>
        $"the end of user {revocation.User}'s right to {(revocation.Chat is { } chat ? $"chat {chat}" : "everything")} "
        + $"at {Clock.Show(revocation.At)}";
}
