using System.Text.Json;

namespace Connectify.Benchmarks.Loading;

/// <summary>
/// The load as a process of its own, so that what it costs is told apart from what it measures: <c>load FILE</c>, with a
/// <see cref="Job"/> in the file; writes an <see cref="Outcome"/>.
/// </summary>
internal static class LoadVerb
{
    internal const string Name = "load";

    private static readonly Dictionary<string, Func<Job, Task<Outcome>>> Scenarios = new()
    {
        [SendLoad.Name] = job => new SendLoad(job).Run(),
        [FanOutLoad.Name] = job => new FanOutLoad(job).Run(),
        [IdleLoad.Name] = IdleLoad.Run,
        [ChurnLoad.Name] = job => new ChurnLoad(job).Run(),
    };

    /// <summary>What makes sockets cheap: what comes is handled where it is noticed, by one thread that never spins.</summary>
    internal static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
        ["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1",
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
    };

    internal static async Task<int> Run(IReadOnlyList<string> args)
    {
        if (args is not [var file] || !File.Exists(file)
            || JsonSerializer.Deserialize<Job>(await File.ReadAllTextAsync(file)) is not { } job
            || !Scenarios.TryGetValue(job.Scenario, out var scenario))
        {
            await Console.Error.WriteLineAsync($"{Name} takes the file of a job.");

            return 2;
        }

        var outcome = await Play(scenario, job);
        Console.WriteLine(JsonSerializer.Serialize(outcome, Outcome.Json));

        return 0;
    }

    private static async Task<Outcome> Play(Func<Job, Task<Outcome>> scenario, Job job)
    {
        try
        {
            return await scenario(job);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Outcome { Errors = 1, FirstError = $"{e.GetType().Name}: {e.Message}" };
        }
    }
}
