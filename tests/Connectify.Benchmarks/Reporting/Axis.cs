using System.Globalization;

namespace Connectify.Benchmarks.Reporting;

/// <summary>One axis of a picture: where a value lies on it, and which values are named.</summary>
internal sealed class Axis
{
    private const int MostTicks = 7;

    // A tick at each measured value says more than round ones, as long as they are few.
    private const int MostOwnTicks = 8;

    private readonly bool _isLog;
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;

    private Axis(bool isLog, double low, double high, double from, double to, IReadOnlyList<double> ticks)
    {
        (_isLog, _low, _high, _from, _to) = (isLog, low, high, from, to);
        Ticks = ticks;
    }

    /// <summary>The values that are named.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis of measured values: it begins at zero, or, where they are decades apart, at a decade.</summary>
    /// <param name="values">What has to have its place on it.</param>
    /// <param name="isLog">Whether they are decades apart.</param>
    /// <param name="from">The pixel where it begins.</param>
    /// <param name="to">The pixel where it ends.</param>
    internal static Axis OfMeasured(IReadOnlyCollection<double> values, bool isLog, double from, double to)
    {
        var ticks = isLog ? Decades(values) : Round(values.Max());

        return new Axis(isLog, ticks[0], ticks[^1], from, to, ticks);
    }

    /// <summary>An axis of values that were chosen, few of which are named themselves.</summary>
    internal static Axis OfChosen(IReadOnlyCollection<double> values, bool isLog, double from, double to)
    {
        double[] chosen = [.. values.Distinct().Order()];

        return chosen.Length is > 1 and <= MostOwnTicks
            ? new Axis(isLog, chosen[0], chosen[^1], from, to, chosen)
            : OfMeasured(values, isLog, from, to);
    }

    /// <summary>The pixel of a value.</summary>
    internal double At(double value) =>
        _from + ((_to - _from) * (Scaled(value) - Scaled(_low)) / (Scaled(_high) - Scaled(_low)));

    /// <summary>A value as it is written at a tick.</summary>
    internal static string Text(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    private double Scaled(double value) => _isLog ? Math.Log10(value) : value;

    private static List<double> Round(double highest)
    {
        var step = Step(highest > 0 ? highest : 1);
        var ticks = new List<double>();

        for (var i = 0; ticks.Count == 0 || ticks[^1] < highest; i++)
        {
            ticks.Add(Math.Round(i * step, 9));
        }

        return ticks.Count > 1 ? ticks : [0, step];
    }

    // 1, 2 or 5 of some power of ten.
    private static double Step(double highest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(highest / MostTicks)));

        return new[] { 1, 2, 5, 10 }.Select(of => of * power).First(step => highest / step <= MostTicks);
    }

    private static List<double> Decades(IReadOnlyCollection<double> values)
    {
        var first = (int)Math.Floor(Math.Log10(values.Min()));
        var last = Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(values.Max())));

        return [.. Enumerable.Range(first, last - first + 1).Select(power => Math.Pow(10, power))];
    }
}
