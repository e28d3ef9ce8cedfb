using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>PostgreSQL ends the nodes' sessions one by one, whatever they are doing.</summary>
internal sealed record TerminatedBackends() : Scenario(
    "terminated-backends", "Sessions of the database are ended at random: a 503 at most, sockets stay, nothing lost.")
{
    internal override Expectation Expectation => new() { HasUnknown = true, Statuses = new HashSet<int> { 503 } };

    internal override async Task Play(Run run)
    {
        await Run.Pass(1);
        var begun = Clock.Now;

        for (var time = 0; time < run.Times(40, 400); time++)
        {
            await run.Stage.Query("""
                SELECT pg_terminate_backend(pid)
                  FROM (SELECT pid FROM pg_stat_activity
                         WHERE datname = current_database() AND pid <> pg_backend_pid()
                         ORDER BY state = 'active' DESC, random() LIMIT 2) chosen
                """);
            await Run.Pass(0.15);
        }

        run.HoldAnswers(begun, Clock.Now, TimeSpan.FromSeconds(5), 503);
        run.HoldSockets(begun, Clock.Now);
        run.HoldRecovery(Clock.Now, TimeSpan.FromSeconds(2));
        await Run.Pass(1);
    }
}
