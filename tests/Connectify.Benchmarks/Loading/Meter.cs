using System.Diagnostics;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Loading;

/// <summary>The time that is measured, after a warm-up, and what was used in it.</summary>
internal sealed class Meter(Job job)
{
    private volatile bool _isOn;

    /// <summary>True in the time that counts.</summary>
    internal bool IsOn => _isOn;

    /// <summary>Waits until it is over; answers how long it was and what was used.</summary>
    internal async Task<Outcome> Run()
    {
        await Task.Delay(TimeSpan.FromSeconds(job.WarmUpSeconds));
        var before = Usage.Of(job);
        _isOn = true;
        await Task.Delay(TimeSpan.FromSeconds(job.Seconds));
        _isOn = false;
        var after = Usage.Of(job);

        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        var (server, postgres, load) =
            (after.Server - before.Server, after.Postgres - before.Postgres, after.Load - before.Load);

        return new Outcome
        {
            Seconds = seconds,
            ServerSeconds = server,
            PostgresSeconds = postgres,
            LoadSeconds = load,
            OtherCores = Math.Max(0, after.Busy - before.Busy - server - postgres - load) / seconds,
        };
    }

    private sealed record Usage(long At, double Server, double Postgres, double Load, double Busy)
    {
        internal static Usage Of(Job job) => new(
            Stopwatch.GetTimestamp(),
            ProcessTree.Seconds(job.Server),
            job.Postgres == 0 ? 0 : ProcessTree.Seconds(job.Postgres),
            ProcessTree.Seconds(Environment.ProcessId),
            ProcessTree.BusySeconds());
    }
}
