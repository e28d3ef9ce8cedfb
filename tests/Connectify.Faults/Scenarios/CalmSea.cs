using Connectify.Faults.Checking;

namespace Connectify.Faults.Scenarios;

/// <summary>Nothing goes wrong.</summary>
internal sealed record CalmSea() : Scenario("calm", "Two nodes and nothing that goes wrong: nobody notices that there are two.")
{
    internal override Expectation Expectation => new() { IsCalm = true, Statuses = new HashSet<int>() };

    internal override Task Play(Run run) => Run.Pass(run.Times(8, 60));
}
