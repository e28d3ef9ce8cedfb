using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Redis says nothing any more: first it stands still, then the network to it does.</summary>
internal sealed record StalledRedis() : Scenario(
    "stalled-redis", "Redis stands still, then the network to it: sending goes on, everything is shown within 5 s, and live again by itself.")
{
    internal override Expectation Expectation => new() { IsCalm = true, Statuses = new HashSet<int>() };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);
        await Fail(run, () => run.Stage.Redis!.Pause(), () => run.Stage.Redis!.Continue());
        await Fail(run, () => All(run, stall: true), () => All(run, stall: false));
    }

    private static async Task Fail(Run run, Func<Task> begin, Func<Task> end)
    {
        var begun = Clock.Now;
        await begin();
        await Run.Pass(run.Times(7, 30));
        await end();
        run.HoldLateness(begun, Clock.Now, TimeSpan.FromSeconds(6));
        run.HoldSockets(begun, Clock.Now + 1_000_000);
        await Run.Pass(5);
        var live = Clock.Now;
        await Run.Pass(1.5);
        run.HoldLateness(live, Clock.Now, TimeSpan.FromSeconds(1.5));
    }

    private static Task All(Run run, bool stall)
    {
        foreach (var node in run.Nodes)
        {
            if (stall)
            {
                node.Redis!.Stall();
            }
            else
            {
                node.Redis!.Heal();
            }
        }

        return Task.CompletedTask;
    }
}
