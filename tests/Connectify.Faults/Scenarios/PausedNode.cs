using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>SIGSTOP: a node that neither answers nor ends, and later goes on as if nothing had been.</summary>
internal sealed record PausedNode() : Scenario(
    "paused-node", "A node stands still for some seconds: the other one serves, and what it does later harms nobody.")
{
    internal override Expectation Expectation => new() { HasUnknown = true, HasReconnects = true };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        for (var time = 0; time < run.Times(1, 4); time++)
        {
            var (paused, other) = (run.Nodes[time % 2], run.Nodes[(time + 1) % 2]);
            var begun = Clock.Now;
            await paused.Pause();
            await Run.Pass(9);
            var ended = Clock.Now;
            await paused.Continue();
            run.Afterwards(() =>
            {
                var harmed = run.Answers(begun, ended).Where(answer => answer.Entrance == other.Name && answer.Status is 0 or >= 500).ToList();
                run.Hold(harmed.Count == 0, $"{other.Name} serves as ever, and {harmed.Count} requests failed, first {harmed.FirstOrDefault()}");
            });
            await Run.Pass(3);
        }
    }
}
