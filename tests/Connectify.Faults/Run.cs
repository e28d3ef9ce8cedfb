using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>A scenario under way.</summary>
internal sealed class Run(Stage stage, Load load, History history, bool isLong)
{
    private readonly List<Violation> _broken = [];
    private readonly List<string> _notes = [];
    private readonly List<Action> _afterwards = [];

    internal Stage Stage { get; } = stage;

    internal Load Load { get; } = load;

    internal History History { get; } = history;

    internal bool IsLong { get; } = isLong;

    internal IReadOnlyList<Node> Nodes => Stage.Nodes;

    /// <summary>What the scenario's own promises have come to.</summary>
    internal IReadOnlyList<Violation> Broken => _broken;

    /// <summary>What is worth a word although it is as it should be.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>How often a fault is repeated.</summary>
    internal int Times(int shortly, int longly) => IsLong ? longly : shortly;

    /// <summary>Lets the load go on for some seconds.</summary>
    internal static Task Pass(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));

    /// <summary>Writes down what was measured.</summary>
    internal void Note(string note) => _notes.Add(note);

    /// <summary>Holds the service to a promise.</summary>
    internal void Hold(bool isKept, string promise)
    {
        if (!isKept)
        {
            _broken.Add(new Violation(Fault.Promise, promise));
        }
    }

    /// <summary>Looks at something once all is well again and everybody has seen everything.</summary>
    internal void Afterwards(Action look) => _afterwards.Add(look);

    /// <summary>Looks at what was put off.</summary>
    internal void Judge() => _afterwards.ForEach(look => look());

    /// <summary>What was asked between two moments, and answered by a node or by nginx.</summary>
    internal IReadOnlyList<Answer> Answers(long from, long to) =>
        [.. History.Answers.Where(answer => answer.Begun >= from && answer.Begun <= to)];

    /// <summary>Every answer to what was asked between two moments came in time, and is one of these or a success.</summary>
    internal void HoldAnswers(long from, long to, TimeSpan within, params int[] statuses) => Afterwards(() =>
    {
        var answers = Answers(from, to);
        var wrong = answers.Where(answer => answer.Status is < 200 or >= 300 && answer.Status != 404 && !statuses.Contains(answer.Status)).ToList();
        var slow = answers.MaxBy(answer => answer.Done - answer.Begun);
        var slowest = slow is null ? 0 : slow.Done - slow.Begun;

        Hold(
            wrong.Count == 0,
            $"only {string.Join(", ", statuses)} may be answered meanwhile, and {wrong.Count} of {answers.Count} are not, "
            + $"first {wrong.FirstOrDefault()}");
        Hold(
            slowest <= within.Micros(),
            $"every answer comes within {within.TotalSeconds} s, and one took {Clock.Show(slowest)}: {slow}");
        Note(
            $"{answers.Count} answers during the fault, {answers.Count(answer => answer.Status >= 500)} of them 5xx, "
            + $"the slowest in {Clock.Show(slowest)}");
    });

    /// <summary>No reader's socket is closed or breaks between two moments.</summary>
    internal void HoldSockets(long from, long to) => Afterwards(() =>
    {
        var closed = History.Streams.SelectMany(stream => stream.Entries.OfType<Closed>()
            .Where(closed => closed.At >= from && closed.At <= to).Select(closed => $"{stream}: {closed}")).ToList();
        Hold(closed.Count == 0, $"sockets stay open meanwhile, and {closed.Count} did not, first {closed.FirstOrDefault()}");
    });

    /// <summary>Something that was begun in the fault or after it is acknowledged soon after its end.</summary>
    internal void HoldRecovery(long end, TimeSpan within) => Afterwards(() =>
    {
        var first = History.Operations.SelectMany(operation => operation.Attempts)
            .Where(attempt => attempt.Outcome == Outcome.Ok && attempt.Done >= end)
            .Select(attempt => attempt.Done).DefaultIfEmpty(long.MaxValue).Min();
        Hold(
            first - end <= within.Micros(),
            $"the first success comes within {within.TotalSeconds} s of the end, and came after {Clock.Show(first - end)}");
        Note($"the first success came {Clock.Show(first - end)} after the end of the fault");
    });

    /// <summary>What is acknowledged between two moments is shown in time to readers whose sockets stay.</summary>
    internal void HoldLateness(long from, long to, TimeSpan within) => Afterwards(() =>
    {
        var late = Lateness.Of(History, from, to);
        var worst = late.MaxBy(frame => frame.By);
        string Share(double share) => Clock.Show(Lateness.Share(late, share));
        Hold(late.Count > 0, "some message is shown meanwhile to a reader whose socket stays");
        Hold(
            worst is null || worst.By <= within.Micros(),
            $"a message is shown within {within.TotalSeconds} s, and one took {Share(1)}: {worst?.What}");
        Note($"{late.Count} frames of messages: half within {Share(0.5)}, 99 % within {Share(0.99)}, all within {Share(1)}");
    });

    /// <summary>Asks every node again and again whether it lives, until told to stop; it has to say so quickly.</summary>
    internal async Task HoldAlive(CancellationToken stop)
    {
        var slowest = TimeSpan.Zero;

        while (!stop.IsCancellationRequested)
        {
            foreach (var node in Nodes)
            {
                var (status, took, _) = await node.Ask("/health/live");
                Hold(status == System.Net.HttpStatusCode.OK, $"{node.Name} says that it lives, and says {status}");
                slowest = took > slowest ? took : slowest;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        Hold(slowest < TimeSpan.FromSeconds(1), $"a node says within a second that it lives, and took {slowest.TotalSeconds:0.00} s");
        Note($"/health/live within {slowest.TotalMilliseconds:0} ms");
    }

    /// <summary>Waits until something is so; false where it does not come to be.</summary>
    internal static async Task<bool> Until(Func<Task<bool>> isSo, double seconds)
    {
        for (var end = Clock.Now + (long)(seconds * 1e6); Clock.Now < end; await Task.Delay(25))
        {
            if (await isSo())
            {
                return true;
            }
        }

        return await isSo();
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, double)"/>
    internal static Task<bool> Until(Func<bool> isSo, double seconds) => Until(() => Task.FromResult(isSo()), seconds);
}
