using System.Globalization;

namespace Connectify.Benchmarks.Reporting;

/// <summary>How figures are written, on the console and on the page.</summary>
internal static class Wording
{
    /// <summary>Such as <c>≥ 1.5</c>.</summary>
    internal static string Target(Figure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{(figure.IsAtMost ? '≤' : '≥')} {figure.Target:0.0#}");

    /// <summary>The median with the least and the most, such as <c>1.62 [1.55–1.70]</c>.</summary>
    internal static string Reached(Figure figure) => figure.Rounds.Count == 0
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{figure.Median:0.00} [{figure.Rounds.Min():0.00}–{figure.Rounds.Max():0.00}]");

    /// <summary>Whether the target is reached, or why the figure does not stand.</summary>
    internal static string Verdict(Figure figure) => (figure.Flaw, figure.IsReached) switch
    {
        ({ } flaw, _) => $"no figure: {flaw}",
        (null, true) => "yes",
        (null, false) => "no",
    };

    /// <summary>What was measured in the round that came out nearest to the median.</summary>
    internal static string Details(Figure figure) => figure.Details.Count == 0
        ? ""
        : figure.Details[Enumerable.Range(0, figure.Details.Count).MinBy(i => Math.Abs(figure.Rounds[i] - figure.Median))];
}
