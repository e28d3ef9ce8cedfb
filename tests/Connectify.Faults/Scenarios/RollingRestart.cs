using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>SIGTERM to one node after the other, as a new version is rolled out.</summary>
internal sealed record RollingRestart() : Scenario(
    "rolling-restart", "Nodes are asked to stop, one after the other: each socket is told to come back, what is under way is finished.")
{
    internal override Expectation Expectation => new() { HasReconnects = true };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        for (var time = 0; time < run.Times(2, 6); time++)
        {
            var node = run.Nodes[time % run.Nodes.Count];
            var readers = run.Load.Readers.Where(reader => reader.IsOpen && reader.Entrance.Name == node.Name).ToList();
            var begun = Clock.Now;
            var took = await node.Stop();
            var ended = Clock.Now;

            run.Hold(took < TimeSpan.FromSeconds(10), $"{node.Name} exits within 10 s, and took {took?.TotalSeconds:0.0} s");
            run.Hold(took is null || node.Process.ExitCode == 0, $"{node.Name} exits with 0");
            run.Note($"{node.Name} exited after {took?.TotalSeconds:0.00} s, {readers.Count} readers had come to it directly");
            run.Afterwards(() =>
            {
                foreach (var reader in readers)
                {
                    var closed = reader.Stream.Entries.OfType<Closed>().FirstOrDefault(closed => closed.At >= begun);
                    run.Hold(
                        closed is { Code: 1001 } && closed.At - begun < 2_000_000,
                        $"a socket of {node.Name} is closed with 1001 within a second or so, and {reader.Stream} was "
                        + $"with {closed?.Code} after {Clock.Show((closed?.At ?? ended) - begun)} {closed?.Why}");
                }
            });

            run.Afterwards(() => HoldFinished(run, begun - 1_000_000, ended + 500_000));
            await node.Restart();
            await Run.Pass(2);
        }
    }

    // A client may send over a connection in the moment in which it is closed for being idle; such a request is not begun.
    // One that was stored was, and had to be answered: its repetition is told by being no 201.
    private static void HoldFinished(Run run, long from, long to)
    {
        var unanswered = run.Answers(from, to)
            .Count(answer => answer.Status == 0 && !answer.What.Contains("refused", StringComparison.OrdinalIgnoreCase));
        var broken = run.History.Operations
            .Where(operation => operation.Path == "rest" && operation.Attempts.Zip(operation.Attempts.Skip(1)).Any(pair =>
                pair.First.Invoked >= from && pair.First.Invoked <= to && pair.First.Outcome == Outcome.Unknown
                && !pair.First.Note.Contains("503", StringComparison.Ordinal) && pair.Second.Note.EndsWith(" 200", StringComparison.Ordinal)))
            .ToList();
        run.Hold(broken.Count == 0, $"what is under way is finished, and {broken.Count} requests were not, first {broken.FirstOrDefault()}");
        run.Note($"{unanswered} requests met a connection that was being closed");
    }
}
