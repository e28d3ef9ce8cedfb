using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How much CPU a durable message takes, PostgreSQL's part included, of what it takes where nothing is checked.</summary>
internal sealed class ProcessorRow(string name, string about, double target, int senders)
    : RatioRow(name, about, target, isAtMost: true)
{
    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        var floor = await bench.Running(bench.Recipes.StoringFloor);
        var service = await bench.Running(bench.Recipes.Service);
        var job = SendRow.Job(senders, bench.Arguments.Seconds);
        say("the bare program that stores");
        var bare = await bench.Load.Measure(floor, job);
        say("the service");
        var sent = await bench.Load.Measure(service, job);

        return new Ratio(Micros(sent) / Micros(bare), $"{Parts(sent)} of {Parts(bare)}", sent.Flaw ?? bare.Flaw)
        {
            OtherCores = Math.Max(sent.OtherCores, bare.OtherCores),
        };
    }

    private static string Parts(Outcome outcome) =>
        $"{Text(Micros(outcome))} µs ({Text(1e6 * outcome.PostgresSeconds / outcome.Sends)} PostgreSQL's)";

    private static double Micros(Outcome outcome) => 1e6 * (outcome.ServerSeconds + outcome.PostgresSeconds) / outcome.Sends;
}
