using Connectify.Faults.Checking;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Scenarios;

/// <summary>All sessions of the nodes wait for a lock that somebody else holds.</summary>
internal sealed record ExhaustedPool() : Scenario(
    "exhausted-pool", "Every session of a small pool waits for somebody's lock: 503 for the rest, the nodes live, sockets stay.")
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    internal override Setting Setting => new() { Database = "Maximum Pool Size=5" };

    internal override Expectation Expectation => new() { HasUnknown = true, Statuses = new HashSet<int> { 503 } };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);
        var begun = Clock.Now;
        using var over = new CancellationTokenSource();
        var alive = run.HoldAlive(over.Token);
        await run.Stage.Execute($"BEGIN; LOCK TABLE messages IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({run.Times(8, 20)}); COMMIT");
        var freed = Clock.Now;
        await over.CancelAsync();
        await alive;

        run.HoldAnswers(begun, freed, Bound, 503);
        run.HoldSockets(begun, freed + 1_000_000);
        run.HoldRecovery(freed, TimeSpan.FromSeconds(2));
        await Run.Pass(2);
    }
}
