using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>PostgreSQL ends in the middle of everything, and comes back after three seconds.</summary>
internal sealed record CrashedPostgres() : Scenario(
    "crashed-postgres", "PostgreSQL crashes and comes back: 503 within 5 s meanwhile, sockets stay, success within 2 s of its return.")
{
    internal override Expectation Expectation => new() { HasUnknown = true, Statuses = new HashSet<int> { 503 } };

    internal override async Task Play(Run run)
    {
        await Run.Pass(2);

        for (var time = 0; time < run.Times(2, 8); time++)
        {
            var begun = Clock.Now;
            await run.Stage.House.Postgres.Crash();
            await Run.Pass(3);
            await run.Stage.House.Postgres.Resume();
            var accepted = Clock.Now;

            run.HoldAnswers(begun, accepted, TimeSpan.FromSeconds(5), 503);
            run.HoldSockets(begun, accepted + 2_000_000);
            run.HoldRecovery(accepted, TimeSpan.FromSeconds(2));
            await Run.Pass(3);
        }
    }
}
