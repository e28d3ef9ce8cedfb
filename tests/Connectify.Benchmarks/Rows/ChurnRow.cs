using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How much memory is held after many have come, chatted and gone again and again, of what it was after the first time.</summary>
internal sealed class ChurnRow(string name, string about, double target, int times)
    : RatioRow(name, about, target, isAtMost: true)
{
    private const double SettlingSeconds = 5;
    private const double Mebibyte = 1024 * 1024;

    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        say("the service");
        var everybody = World.Pairs(World.Users / 2);
        await using var server = await Server.Start(bench.Recipes.Service);
        var outcome = await bench.Load.Run(
            server, new Job(ChurnLoad.Name, [.. everybody, .. everybody]) { Times = times, SettlingSeconds = SettlingSeconds });
        var (first, last) = (outcome.ResidentBefore / Mebibyte, outcome.ResidentAfter / Mebibyte);

        return new Ratio(last / first, $"{Text(last)} MiB of {Text(first)} MiB", outcome.Flaw);
    }
}
