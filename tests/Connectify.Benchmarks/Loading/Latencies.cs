using System.Diagnostics;

namespace Connectify.Benchmarks.Loading;

/// <summary>Times, counted in classes that are each 1 % wider than the one before; from a microsecond to ten minutes.</summary>
internal sealed class Latencies
{
    private const double Growth = 1.01;
    private static readonly double Step = Math.Log(Growth);

    private readonly int[] _counts = new int[2100];

    internal void Add(long ticks)
    {
        var micros = ticks * 1e6 / Stopwatch.Frequency;
        var at = micros <= 1 ? 0 : (int)(Math.Log(micros) / Step);
        Interlocked.Increment(ref _counts[Math.Min(at, _counts.Length - 1)]);
    }

    /// <summary>The time, in milliseconds, that a share of all kept within; NaN where there are none.</summary>
    internal double Share(double share)
    {
        var left = (long)Math.Ceiling(_counts.Sum(count => (long)count) * share);

        if (left == 0)
        {
            return double.NaN;
        }

        var at = 0;

        for (; left > _counts[at]; at++)
        {
            left -= _counts[at];
        }

        return Math.Pow(Growth, at + 0.5) / 1000;
    }
}
