using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// What waits for the one who sends it. A channel does the same, but takes more than a kilobyte while nothing waits,
/// and for most sockets that is nearly always.
/// </summary>
internal sealed class Outbox<T> : IValueTaskSource<bool>
{
    // What has waited at once is made room for again, but not for ever where that was unusually much.
    private const int Usual = 64;

    private readonly Queue<T> _items = [];
    private ManualResetValueTaskSourceCore<bool> _coming = new() { RunContinuationsAsynchronously = true };
    private bool _isAwaited;
    private bool _isComplete;

    /// <summary>Adds one; false where nothing is taken any more.</summary>
    internal bool TryAdd(T item)
    {
        lock (_items)
        {
            if (_isComplete)
            {
                return false;
            }

            _items.Enqueue(item);
            Wake();

            return true;
        }
    }

    /// <summary>Takes the one that has waited longest.</summary>
    internal bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_items)
        {
            return _items.TryDequeue(out item);
        }
    }

    /// <summary>True as soon as something waits, and false where nothing does and nothing will. For one at a time.</summary>
    internal ValueTask<bool> WaitToTake()
    {
        lock (_items)
        {
            if (_items.Count > 0 || _isComplete)
            {
                return ValueTask.FromResult(_items.Count > 0);
            }

            if (_items.Capacity > Usual)
            {
                _items.TrimExcess();
            }

            _coming.Reset();
            _isAwaited = true;

            return new ValueTask<bool>(this, _coming.Version);
        }
    }

    /// <summary>Takes nothing more. What waits can still be taken.</summary>
    internal void Complete()
    {
        lock (_items)
        {
            _isComplete = true;
            Wake();
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _coming.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _coming.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _coming.OnCompleted(continuation, state, token, flags);

    private void Wake()
    {
        if (_isAwaited)
        {
            _isAwaited = false;
            _coming.SetResult(_items.Count > 0);
        }
    }
}
