using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>kill -9 of one node after the other.</summary>
internal sealed record KilledNode() : Scenario(
    "killed-node", "A node is killed without a warning, again and again: clients go on with the other one.")
{
    internal override Expectation Expectation => new() { HasUnknown = true, HasReconnects = true };

    // All of them come to the other node at once.
    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { ReadersPerChat = 6 };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        for (var time = 0; time < run.Times(3, 20); time++)
        {
            var node = run.Nodes[time % run.Nodes.Count];
            var others = run.Load.Readers.Where(reader => reader.IsOpen && reader.Entrance.Name == run.Nodes[(time + 1) % 2].Name).ToList();
            var begun = Clock.Now;
            await node.Kill();
            await Run.Pass(0.5);
            run.Hold(
                !others.Exists(reader => reader.Stream.Entries.Any(entry => entry is Closed && entry.At > begun)),
                "readers of the other node stay");
            var took = await node.Restart();
            run.Note($"{node.Name} was ready again after {took.TotalSeconds:0.0} s");
            await Run.Pass(1.5);
        }
    }
}
