namespace Connectify.Faults.Scenarios;

/// <summary>Nothing goes wrong.</summary>
internal sealed record CalmSea() : Scenario("calm", "Two nodes and nothing that goes wrong: nobody notices that there are two.")
{
    internal override async Task Play(Run run)
    {
        await Run.Pass(run.Times(8, 60));
        run.Hold(run.History.Operations.All(operation => !operation.WasUnknown), "every outcome is known where nothing goes wrong");
    }
}
