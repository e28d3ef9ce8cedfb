using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Redis is killed and comes back with nothing in it.</summary>
internal sealed record KilledRedis() : Scenario(
    "killed-redis", "Redis is killed and comes back: sending goes on, the other node's readers see everything within 5 s, and live again by itself.")
{
    internal override Expectation Expectation => new() { IsCalm = true, Statuses = new HashSet<int>() };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        for (var time = 0; time < run.Times(1, 4); time++)
        {
            var killed = Clock.Now;
            await run.Stage.Redis!.Kill();
            await Run.Pass(2);
            await HoldDegraded(run);
            await Run.Pass(run.Times(6, 28));
            await run.Stage.Redis.Resume();
            var resumed = Clock.Now;
            run.HoldLateness(killed, resumed, TimeSpan.FromSeconds(6));
            run.HoldSockets(killed, resumed + 1_000_000);

            // The nodes have five seconds to find it again; what is sent after that is live.
            await Run.Pass(5);
            var live = Clock.Now;
            await Run.Pass(2);
            run.HoldLateness(live, Clock.Now, TimeSpan.FromSeconds(1.5));
        }
    }

    private static async Task HoldDegraded(Run run)
    {
        foreach (var node in run.Nodes)
        {
            var (status, _, body) = await node.Ask("/health/ready");
            run.Hold(
                status == System.Net.HttpStatusCode.OK && body.Contains("degraded", StringComparison.Ordinal),
                $"{node.Name} says that it is degraded, and says {status} {body}");
        }
    }
}
