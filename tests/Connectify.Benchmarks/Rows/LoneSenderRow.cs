using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How long a message takes to the other's socket where nobody else sends, of what PostgreSQL takes to store it.</summary>
internal sealed class LoneSenderRow(string name, string about, double target) : RatioRow(name, about, target, isAtMost: true)
{
    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        var service = await bench.Running(bench.Recipes.Service);
        say("pgbench, one client");
        var pgbench = await bench.Pgbench.Measure(clients: 1, bench.Arguments.Seconds);
        say("the service, one sender");
        var sent = await bench.Load.Measure(service, SendRow.Job(senders: 1, bench.Arguments.Seconds));
        var half = sent.Delivered.Half;

        return new Ratio(half / pgbench.Milliseconds, $"{Text(half)} ms of {Text(pgbench.Milliseconds)} ms", sent.Flaw)
        {
            OtherCores = Math.Max(sent.OtherCores, pgbench.OtherCores),
        };
    }
}
