using System.Diagnostics;
using System.Globalization;

namespace Connectify.Faults.Recording;

/// <summary>The one clock of a run. It never goes back.</summary>
internal static class Clock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Microseconds since the run began.</summary>
    internal static long Now => Stopwatch.GetElapsedTime(Start).Ticks / 10;

    /// <summary>The microseconds of a time.</summary>
    internal static long Micros(this TimeSpan time) => time.Ticks / 10;

    /// <summary>A moment as it is shown.</summary>
    internal static string Show(long moment) => string.Create(CultureInfo.InvariantCulture, $"{moment / 1e6:0.000}s");
}
