using System.Globalization;
using Connectify.Benchmarks.Reporting;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>Pictures of what becomes of throughput and of latency where more and more send.</summary>
internal sealed class SweepRow(string name, string about, IReadOnlyList<int> loads) : Row(name, about)
{
    internal override async Task<Findings> Measure(Bench bench)
    {
        var points = new List<Point>();

        foreach (var (load, round) in loads.SelectMany(load => Enumerable.Range(1, bench.Arguments.Rounds).Select(round => (load, round))))
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Name}, {load} senders, round {round} of {bench.Arguments.Rounds}");
            bench.Progress.Say(where);

            try
            {
                points.Add(await Take(bench, load));
                bench.Progress.Keep($"{where}: {points[^1].InWords}");
            }
            catch (InvalidOperationException e)
            {
                bench.Progress.Keep($"{where}: left out, {e.Message}");
            }
        }

        return new Findings([]) { Plots = [Throughput(points), Latency(points)] };
    }

    private static async Task<Point> Take(Bench bench, int load)
    {
        var seconds = bench.Arguments.Seconds;
        var service = await bench.Running(bench.Recipes.Service);
        var pgbench = await bench.Pgbench.Measure(load, seconds);
        var sent = await bench.Load.Measure(service, SendRow.Job(load, seconds));

        return sent.Flaw is { } flaw
            ? throw new InvalidOperationException(flaw)
            : new Point(load, sent.Sends / sent.Seconds, pgbench.PerSecond, sent.Delivered.Half, sent.Delivered.Most);
    }

    private static Plot Throughput(IReadOnlyList<Point> points) => new(
        "throughput", "Messages stored, against load", "senders, or clients", "messages a second",
        [
            new Curve("Connectify, over WebSocket", Medians(points, point => point.PerSecond)),
            new Curve("pgbench, a commit for each", Medians(points, point => point.PgbenchPerSecond)),
        ])
    {
        IsLogX = true,
    };

    private static Plot Latency(IReadOnlyList<Point> points) => new(
        "latency", "From sending to the other's socket, against load", "senders", "milliseconds",
        [
            new Curve("99 of 100 within", Medians(points, point => point.Most)),
            new Curve("half of them within", Medians(points, point => point.Half)),
        ])
    {
        IsLogX = true,
        IsLogY = true,
    };

    private static List<(double X, double Y)> Medians(IEnumerable<Point> points, Func<Point, double> value) =>
        [.. points.GroupBy(point => point.Load).Select(load => ((double)load.Key, Median([.. load.Select(value).Order()])))];

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <param name="Load">How many sent at once.</param>
    /// <param name="PerSecond">What the service stored.</param>
    /// <param name="PgbenchPerSecond">What pgbench stored.</param>
    /// <param name="Half">Milliseconds to the other's socket that half of the messages took at most.</param>
    /// <param name="Most">The same of 99 in 100.</param>
    private sealed record Point(int Load, double PerSecond, double PgbenchPerSecond, double Half, double Most)
    {
        internal string InWords => string.Create(
            CultureInfo.InvariantCulture,
            $"{PerSecond:#,0} /s, pgbench {PgbenchPerSecond:#,0} /s; half within {Half:0.00} ms, 99 of 100 within {Most:0.00} ms");
    }
}
