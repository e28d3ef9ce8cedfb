namespace Connectify.Benchmarks.Loading;

/// <summary>Waiting for what comes soon, if it comes.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until something is so; ten seconds at most.</summary>
    internal static async Task Until(Func<bool> isSo)
    {
        for (var end = DateTime.UtcNow + Patience; !isSo() && DateTime.UtcNow < end;)
        {
            await Task.Delay(Pause);
        }
    }

    /// <summary>Does something with each, some at a time, and keeps the order.</summary>
    internal static async Task<TResult[]> Each<T, TResult>(IReadOnlyList<T> items, int atOnce, Func<T, int, Task<TResult>> act)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForAsync(0, items.Count, options, async (at, _) => results[at] = await act(items[at], at));

        return results;
    }
}
