using System.Text.Json;
using Connectify.Benchmarks.Loading;
using Connectify.Faults.Staging;

namespace Connectify.Benchmarks.Staging;

/// <summary>Puts servers under load, by a process of its own each time.</summary>
/// <param name="folder">Where jobs and logs go.</param>
/// <param name="postgres">PostgreSQL's first process.</param>
internal sealed class Load(string folder, int postgres)
{
    private const double WarmUpSeconds = 2;

    // What is used much is compiled again, and better, for as long as that.
    private const double FirstSeconds = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Measures throughput once the server is warm; twice where something else was busy, and takes the quieter.</summary>
    internal Task<Outcome> Measure(Server server, Job job) => Quiet.Take(
        () => Run(server, job with { WarmUpSeconds = server.IsNew(job) ? FirstSeconds : WarmUpSeconds }),
        outcome => outcome.OtherCores);

    /// <summary>Does a job once.</summary>
    internal async Task<Outcome> Run(Server server, Job job)
    {
        var file = Path.Combine(folder, $"job-{Guid.NewGuid():n}.json");
        var log = Path.ChangeExtension(file, ".log");
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(job with { Port = server.Port, Server = server.ProcessId, Postgres = postgres }));
        await using var load = Executable.Start(
            Recipes.Ourselves(LoadVerb.Name, file), folder, log, LoadVerb.Environment, "ulimit -n \"$(ulimit -Hn)\"");

        for (var end = DateTime.UtcNow + Patience; !await load.Exit() && DateTime.UtcNow < end;)
        {
            // It has its time.
        }

        var lines = await File.ReadAllLinesAsync(log);

        return lines.LastOrDefault(line => line.StartsWith('{')) is { } result
            ? JsonSerializer.Deserialize<Outcome>(result, Outcome.Json)!
            : throw new InvalidOperationException($"the load came to no end: {string.Join('\n', lines.TakeLast(12))}");
    }
}
