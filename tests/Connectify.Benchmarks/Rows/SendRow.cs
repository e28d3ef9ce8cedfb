using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>How many messages a second are stored and acknowledged, of what PostgreSQL itself stores one by one.</summary>
internal sealed class SendRow(string name, string about, double target, int senders, int clients, bool isRest = false)
    : RatioRow(name, about, target, isAtMost: false)
{
    // What was just sent over sockets is looked through for the copy of what then comes over REST. Who sends over REST
    // only is spared that, and is here.
    private const int FirstOverRest = 1001;

    protected override async Task<Ratio> Take(Bench bench, Action<string> say)
    {
        var service = await bench.Running(bench.Recipes.Service);
        say($"pgbench, {clients} clients");
        var pgbench = await bench.Pgbench.Measure(clients, bench.Arguments.Seconds);
        say($"the service, {senders} senders over {(isRest ? "REST" : "WebSocket")}");
        var sent = await bench.Load.Measure(service, Job(senders, bench.Arguments.Seconds, isRest));
        var rate = sent.Sends / sent.Seconds;

        return new Ratio(rate / pgbench.PerSecond, $"{Text(rate)} /s of {Text(pgbench.PerSecond)} /s", sent.Flaw)
        {
            OtherCores = Math.Max(sent.OtherCores, pgbench.OtherCores),
        };
    }

    /// <summary>So many who send, each to somebody else.</summary>
    internal static Job Job(int senders, double seconds, bool isRest = false) =>
        new(SendLoad.Name, World.Pairs(senders, isRest ? FirstOverRest : 1)) { Senders = senders, Seconds = seconds, IsRest = isRest };
}
