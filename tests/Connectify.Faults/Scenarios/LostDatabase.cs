using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Between the nodes and PostgreSQL nothing goes through, and nobody is told.</summary>
internal sealed record LostDatabase() : Scenario(
    "lost-database", "The network to PostgreSQL goes silent for 5 s and 8 s: 503 within 3 s or so, the nodes live, sockets stay, nothing lost.")
{
    // The service gives up after 3 s; the rest is for a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4.5);

    internal override Expectation Expectation => new() { HasUnknown = true, Statuses = new HashSet<int> { 503 } };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        foreach (var seconds in run.IsLong ? new[] { 5, 8, 12, 26 } : [5, 8])
        {
            var begun = Clock.Now;
            run.Nodes.ToList().ForEach(node => node.Database.Stall());
            using var over = new CancellationTokenSource();
            var alive = run.HoldAlive(over.Token);
            await Run.Pass(seconds);
            run.Nodes.ToList().ForEach(node => node.Database.Heal());
            var healed = Clock.Now;
            await over.CancelAsync();
            await alive;

            run.HoldAnswers(begun, healed, Bound, 503);
            run.HoldSockets(begun, healed + 2_000_000);
            run.HoldRecovery(healed, TimeSpan.FromSeconds(2));
            await Run.Pass(3);
        }
    }
}
