using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How long the service takes from its start to its first 200, on a migrated database, of what bare Kestrel takes.</summary>
internal sealed class StartRow(string name, string about, double target) : RatioRow(name, about, target, isAtMost: true)
{
    private const int StartsOfARound = 3;

    // Once, so that what is read from the disk has been read.
    protected override async Task Prepare(Bench bench)
    {
        await Start(bench.Recipes.Floor);
        await Start(bench.Recipes.Service);
    }

    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        say("bare Kestrel and the service, in turns");
        var (bare, service) = (new List<double>(), new List<double>());

        for (var start = 0; start < StartsOfARound; start++)
        {
            bare.Add(await Start(bench.Recipes.Floor));
            service.Add(await Start(bench.Recipes.Service));
        }

        var (took, bareTook) = (service.Order().ElementAt(StartsOfARound / 2), bare.Order().ElementAt(StartsOfARound / 2));

        return new Ratio(took / bareTook, $"{Text(took)} ms of {Text(bareTook)} ms", null);
    }

    private static async Task<double> Start(Recipe recipe)
    {
        await using var server = await Server.Start(recipe);

        return server.ReadyAfter.TotalMilliseconds;
    }
}
