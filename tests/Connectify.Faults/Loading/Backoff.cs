namespace Connectify.Faults.Loading;

/// <summary>How long a client waits before it tries again: longer each time, and never as long as another.</summary>
internal sealed class Backoff
{
    private const double First = 40;
    private const double Longest = 600;

    private double _most = First;

    internal void Reset() => _most = First;

    internal Task Wait(CancellationToken cancel)
    {
        var wait = TimeSpan.FromMilliseconds(_most * (0.5 + (Random.Shared.NextDouble() / 2)));
        _most = Math.Min(_most * 2, Longest);

        return Task.Delay(wait, cancel);
    }
}
