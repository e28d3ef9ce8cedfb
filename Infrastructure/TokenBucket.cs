namespace Connectify.Infrastructure;

/// <summary>
/// A rate with a burst: full at first, refilled steadily. Unlike the buckets of the framework it takes a token back,
/// for a repeat that turned out to cost nothing, and needs no timer.
/// </summary>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly double _burst = burst;
    private double _tokens = burst;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>True while nothing is missing from it.</summary>
    internal bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Fill();

                return _tokens >= _burst;
            }
        }
    }

    /// <summary>Takes a token; otherwise says how long until there is one.</summary>
    internal bool TryTake(out TimeSpan wait)
    {
        lock (_lock)
        {
            Fill();
            var isThere = _tokens >= 1;
            _tokens -= isThere ? 1 : 0;
            wait = isThere ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);

            return isThere;
        }
    }

    /// <summary>Puts a token back.</summary>
    internal void Return()
    {
        lock (_lock)
        {
            _tokens = Math.Min(_burst, _tokens + 1);
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond);
        _filledAt = now;
    }
}
