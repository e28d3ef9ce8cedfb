using Connectify.Faults.Staging;

namespace Connectify.Faults.Scenarios;

/// <summary>Four nodes start at once on an empty database, and one of them is killed meanwhile.</summary>
internal sealed record FourNodes() : Scenario(
    "four-nodes", "Four nodes start at once on an empty database and one is killed meanwhile: each migration runs once, and all four serve as one.")
{
    internal override Setting Setting => new(Nodes: 4, IsStarted: false);

    internal override async Task<IReadOnlyList<string>> Prepare(Stage stage)
    {
        stage.Nodes.ForEach(node => node.Start());
        await Task.Delay(Random.Shared.Next(200, 1500));
        await stage.Nodes[3].Kill();
        stage.Nodes[3].Start();
        await Task.WhenAll(stage.Nodes.Select(node => node.WaitUntilReady()));

        var twice = await stage.Query("SELECT scriptname FROM schemaversions GROUP BY scriptname HAVING count(*) > 1");
        var organizations = await stage.Query("SELECT count(*) FROM organizations");

        return
        [
            .. twice.Select(row => $"each migration runs once, and {row[0]} has run twice"),
            .. (long)organizations[0][0] == 1 ? Array.Empty<string>() : [$"there is one organization, and there are {organizations[0][0]}"],
        ];
    }

    internal override Task Play(Run run) => Run.Pass(run.Times(4, 30));
}
