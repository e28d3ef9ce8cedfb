using System.Diagnostics;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Observability;

namespace Connectify.Features.Messages;

/// <summary>
/// A line of messages, of which one batch at a time is being stored. The first one that comes while nothing is under way
/// goes at once; what comes meanwhile goes together, as soon as the way is free.
/// </summary>
/// <param name="store">Stores a batch; it never fails.</param>
/// <param name="clock">By which messages wait.</param>
/// <param name="hasEnded">Is told when nothing waits any more.</param>
internal sealed class MessageLane(
    Func<MessageLane, IReadOnlyList<WaitingMessage>, Task> store, TimeProvider clock, Action<MessageLane>? hasEnded = null)
{
    // Beyond this a statement takes so long that those who wait for it lose more than is gained by sharing it.
    private const int MostAtOnce = 128;

    // Each is a request or a socket that waits for its answer; this many are some tens of megabytes.
    private const int MostWaiting = 20_000;

    private readonly Lock _lock = new();
    private List<WaitingMessage> _waiting = [];
    private bool _isBusy;

    /// <summary>Puts a message at the end of the line.</summary>
    internal void Add(WaitingMessage message)
    {
        lock (_lock)
        {
            if (_waiting.Count >= MostWaiting)
            {
                message.Fail(new DatabaseUnavailableException(new TimeoutException("Too many messages wait.")));
                return;
            }

            _waiting.Add(message);

            if (_isBusy)
            {
                return;
            }

            _isBusy = true;
        }

        Begin();
    }

    /// <summary>Takes all that wait out of the line.</summary>
    internal List<WaitingMessage> TakeAll()
    {
        lock (_lock)
        {
            var all = _waiting;
            _waiting = [];

            return all;
        }
    }

    // The work goes on after the request that it began with, and must not keep that alive. What is stored is stored for
    // several, and none of them is the present activity of all that follows.
    private void Begin()
    {
        var activity = Activity.Current;
        Activity.Current = null;

        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = Work();
        }
        else
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Work();
            }
        }

        Activity.Current = activity;
    }

    private async Task Work()
    {
        while (Take() is { } batch)
        {
            await store(this, batch);
        }

        hasEnded?.Invoke(this);
    }

    private List<WaitingMessage>? Take()
    {
        lock (_lock)
        {
            var batch = new List<WaitingMessage>(Math.Min(_waiting.Count, MostAtOnce));
            var left = new List<WaitingMessage>();
            var senders = new HashSet<(long, long)>();

            foreach (var message in _waiting)
            {
                if (message.GiveUp(clock))
                {
                    continue;
                }

                // What a sender has sent before decides about what is sent next, so that must be stored by then.
                var mayGo = batch.Count < MostAtOnce && senders.Add((message.Message.Chat.Id, message.Message.Sender.Id));
                (mayGo ? batch : left).Add(message);
            }

            _waiting = left;
            _isBusy = batch.Count > 0;

            return _isBusy ? batch : null;
        }
    }
}

/// <summary>A message that waits to be stored, and who waits for what becomes of it.</summary>
/// <param name="message">The message.</param>
/// <param name="since">When it came.</param>
/// <param name="cancel">Its sender has gone; from when it is being stored that makes no difference any more.</param>
internal sealed class WaitingMessage(NewMessage message, long since, CancellationToken cancel)
{
    private readonly TaskCompletionSource<(StoredMessage?, Message?)> _stored = new();

    internal NewMessage Message => message;

    /// <summary>The span that waits for it; null where nobody listens.</summary>
    internal Activity? Span { get; } = Telemetry.Traces.HasListeners() ? Activity.Current : null;

    /// <summary>When it came.</summary>
    internal long Since => since;

    /// <summary>What became of it, and the message as it was shown; null where none was stored.</summary>
    internal Task<(StoredMessage? Row, Message? Shown)> Task => _stored.Task;

    /// <summary>Answers it; who waits goes on within the call.</summary>
    internal void Succeed(StoredMessage? row, Message? shown) => _stored.TrySetResult((row, shown));

    /// <summary>Answers that it could not be stored; who waits goes on elsewhere.</summary>
    internal void Fail(Exception exception) => ThreadPool.UnsafeQueueUserWorkItem(_ => _stored.TrySetException(exception), null);

    /// <summary>True, and it is answered, where there is nobody to store it for, or not in time.</summary>
    internal bool GiveUp(TimeProvider clock)
    {
        Exception? reason =
            cancel.IsCancellationRequested ? new OperationCanceledException(cancel)
            : clock.GetElapsedTime(since) > Db.Deadline ? new DatabaseUnavailableException(new TimeoutException("It was not its turn in time."))
            : null;

        if (reason is not null)
        {
            Fail(reason);
        }

        return reason is not null;
    }
}
