namespace Connectify.Benchmarks.Loading;

/// <summary>What has gone wrong under load.</summary>
internal sealed class Faults
{
    private const int Longest = 300;

    private int _count;
    private string? _first;

    internal int Count => _count;

    internal string First => _first ?? "";

    internal void Add(string what)
    {
        Interlocked.Increment(ref _count);
        Interlocked.CompareExchange(ref _first, what.Length > Longest ? what[..Longest] : what, null);
    }
}
