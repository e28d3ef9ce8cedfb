using System.Globalization;
using Connectify.Benchmarks.Reporting;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Rows;

/// <summary>A line of the table: a ratio that is taken inside each round, its yardstick right before what is compared with it.</summary>
/// <param name="name">How it is asked for.</param>
/// <param name="about">What is compared with what.</param>
/// <param name="target">The ratio to reach.</param>
/// <param name="isAtMost">True where less is better.</param>
internal abstract class RatioRow(string name, string about, double target, bool isAtMost) : Row(name, about)
{
    internal sealed override async Task<Findings> Measure(Bench bench)
    {
        var ratios = new List<Ratio>();
        string? flaw = null;
        await Prepare(bench);

        for (var round = 1; round <= bench.Arguments.Rounds && flaw is null; round++)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{Name}, round {round} of {bench.Arguments.Rounds}");

            try
            {
                var ratio = await Take(bench, what => bench.Progress.Say($"{where}: {what}"));
                ratios.Add(ratio);
                flaw = ratio.Flaw;
                bench.Progress.Keep($"{where}: {Text(ratio.Value)} ({ratio.Detail}){Noise(ratio)}");
            }
            catch (InvalidOperationException e)
            {
                flaw = e.Message;
            }

            flaw = flaw is null ? null : $"round {round}: {flaw}";
        }

        return new Findings([new Figure(About, target, isAtMost, [.. ratios.Select(ratio => ratio.Value)])
        {
            Details = [.. ratios.Select(ratio => ratio.Detail)],
            Flaw = flaw,
        }]);
    }

    /// <summary>Makes ready what the rounds need.</summary>
    protected virtual Task Prepare(Bench bench) => Task.CompletedTask;

    /// <summary>Takes the ratio of one round.</summary>
    /// <param name="bench">What there is.</param>
    /// <param name="say">Says what is being measured.</param>
    protected abstract Task<Ratio> Take(Bench bench, Action<string> say);

    /// <summary>What came of one round.</summary>
    /// <param name="Value">The ratio.</param>
    /// <param name="Detail">What was measured, in words.</param>
    /// <param name="Flaw">Why it does not stand, or null.</param>
    protected sealed record Ratio(double Value, string Detail, string? Flaw)
    {
        /// <summary>How many cores were busy with something else, at most.</summary>
        internal double OtherCores { get; init; }
    }

    /// <summary>A number as it is read.</summary>
    protected static string Text(double number) =>
        number.ToString(number >= 100 ? "#,0" : number >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Noise(Ratio ratio) =>
        Quiet.Is(ratio.OtherCores) ? "" : $", while {Text(ratio.OtherCores)} cores were busy with something else";
}
