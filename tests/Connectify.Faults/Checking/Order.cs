using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>
/// What was sent after something was acknowledged stands after it, a sender's own messages and everybody's, and whoever
/// asks after an acknowledgement sees it.
/// </summary>
internal static class Order
{
    internal static IEnumerable<Violation> Check(History history, FinalHistory final) =>
        history.Operations.Where(operation => operation.IsAcknowledged)
            .GroupBy(operation => operation.Chat)
            .SelectMany(chat => Inversions(chat.Key, [.. chat], Positions(final.Find(chat.Key)))
                .Concat(Stale(chat, [.. history.Looks.Where(look => look.Chat == chat.Key)])));

    private static Dictionary<string, long> Positions(IReadOnlyList<Message>? messages) =>
        (messages ?? []).Where(message => message.Key is not null)
            .DistinctBy(message => message.Key).ToDictionary(message => message.Key!, message => message.Position);

    // Goes through the beginnings in the order of time, with the highest position that was acknowledged before each.
    private static IEnumerable<Violation> Inversions(long chat, IReadOnlyList<Operation> operations, Dictionary<string, long> positions)
    {
        long PositionOf(Operation operation) => positions.GetValueOrDefault(operation.Key, operation.Last.Position ?? 0);

        var done = operations.OrderBy(operation => operation.Last.Done).ToList();
        var next = 0;
        Operation? highest = null;

        foreach (var later in operations.OrderBy(operation => operation.Invoked))
        {
            for (; next < done.Count && done[next].Last.Done < later.Invoked; next++)
            {
                highest = highest is null || PositionOf(done[next]) > PositionOf(highest) ? done[next] : highest;
            }

            if (highest is not null && PositionOf(highest) > PositionOf(later))
            {
                yield return new Violation(
                    highest.Sender == later.Sender ? Fault.SenderOrder : Fault.RealTimeOrder,
                    $"chat {chat}: position {PositionOf(highest)} was acknowledged before position {PositionOf(later)} was sent",
                    [highest.ToString(), later.ToString()]);
            }
        }
    }

    private static IEnumerable<Violation> Stale(IEnumerable<Operation> operations, IReadOnlyList<Look> looks)
    {
        var done = operations.OrderBy(operation => operation.Last.Done).ToList();
        var next = 0;
        Operation? highest = null;

        foreach (var look in looks.OrderBy(look => look.Begun))
        {
            for (; next < done.Count && done[next].Last.Done < look.Begun; next++)
            {
                highest = highest is null || done[next].Last.Position > highest.Last.Position ? done[next] : highest;
            }

            if (highest is not null && look.Highest < highest.Last.Position)
            {
                yield return new Violation(
                    Fault.StaleRead,
                    $"chat {look.Chat} on {look.Entrance}: asked at {Clock.Show(look.Begun)}, and the newest was position {look.Highest}",
                    [highest.ToString()]);
            }
        }
    }
}
