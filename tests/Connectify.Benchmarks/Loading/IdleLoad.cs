using System.Globalization;
using Connectify.Benchmarks.Staging;

namespace Connectify.Benchmarks.Loading;

/// <summary>Sockets that do nothing: the server's memory with few of them, and with all.</summary>
internal static class IdleLoad
{
    internal const string Name = "idle";

    /// <summary>Sockets with which code and pools get warm.</summary>
    internal const int Few = 50;

    private const int AtOnce = 16;

    internal static async Task<Outcome> Run(Job job)
    {
        var faults = new Faults();
        var settling = TimeSpan.FromSeconds(job.SettlingSeconds);

        var few = await Open(job.Doors.Take(Few));
        await Task.Delay(settling);
        var before = ProcessTree.ResidentBytes(job.Server);

        var others = await Open(job.Doors.Skip(Few));
        await Task.Delay(settling);
        var after = ProcessTree.ResidentBytes(job.Server);

        var lost = few.Concat(others).Count(wire => wire.End is not null);
        Array.ForEach([.. few, .. others], wire => wire.Dispose());

        return new Outcome
        {
            ResidentBefore = before,
            ResidentAfter = after,
            Errors = lost,
            FirstError = string.Create(CultureInfo.InvariantCulture, $"{lost} sockets did not stay: {faults.First}"),
        };

        Task<WebSocketWire[]> Open(IEnumerable<Door> doors) => Waiting.Each(
            [.. doors], AtOnce, (door, _) => WebSocketWire.Open(job.Port, door.Socket, static _ => { }, faults.Add));
    }
}
