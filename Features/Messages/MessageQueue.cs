using System.Collections.Concurrent;
using System.Diagnostics;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>
/// Where messages wait to be stored, after which they are shown and answered. Those that wait share a statement and a
/// commit: while one batch is under way the next gathers, and nobody waits for a timer, so that a message that comes alone
/// goes alone and at once.
/// </summary>
/// <remarks>
/// No message suffers by its neighbours. Where one makes the statement fail, each is stored on its own; a chat that
/// somebody else holds for long is waited for apart, with what comes for it meanwhile.
/// </remarks>
internal sealed class MessageQueue : IDisposable
{
    /// <summary>The messages of a chat are in one lane, whose statements keep a core of the database busy.</summary>
    internal static readonly int Lanes = Math.Max(1, Environment.ProcessorCount / 2);

    // Each waits with a connection of the pool.
    private const int MostHeldUp = 8;

    // Other writers hold a chat for a few milliseconds, the time of their commit.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly MessageStore _store;
    private readonly MessagePublisher _publisher;
    private readonly MessageMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly MessageLane[] _lanes;
    private readonly ConcurrentDictionary<long, MessageLane> _apart = [];
    private readonly SemaphoreSlim _heldUp = new(MostHeldUp);

    public MessageQueue(MessageStore store, MessagePublisher publisher, MessageMetrics metrics, TimeProvider clock)
    {
        (_store, _publisher, _metrics, _clock) = (store, publisher, metrics, clock);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new MessageLane(StoreTogether, clock))];
    }

    public void Dispose() => _heldUp.Dispose();

    /// <summary>
    /// Stores a message with those that wait when its turn comes, and shows it. Its row is null where its sender is not in
    /// the chat.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">There was no answer in time, or too many messages wait.</exception>
    internal Task<(StoredMessage? Row, Message? Shown)> Store(NewMessage message, CancellationToken cancel)
    {
        var waiting = new WaitingMessage(message, _clock.GetTimestamp(), cancel);
        var lane = _apart.GetValueOrDefault(message.Chat.Id) ?? LaneOf(message.Chat.Id);
        lane.Add(waiting);

        return waiting.Task;
    }

    private MessageLane LaneOf(long chat) => _lanes[(ulong)chat % (ulong)_lanes.Length];

    private async Task StoreTogether(MessageLane lane, IReadOnlyList<WaitingMessage> batch)
    {
        try
        {
            await Store(batch, Patience);
        }
        catch (DatabaseUnavailableException e) when (IsHeld(e))
        {
            foreach (var waiting in batch)
            {
                Apart(waiting.Message.Chat.Id).Add(waiting);
            }
        }
        catch (Exception e)
        {
            await Fail(lane, batch, Patience, e);
        }
    }

    private static bool IsHeld(DatabaseUnavailableException e) =>
        e.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private MessageLane Apart(long chat) => _apart.GetOrAdd(chat, _ => new MessageLane(
        StoreApart, _clock, hasEnded: lane => _apart.TryRemove(KeyValuePair.Create(chat, lane))));

    private async Task StoreApart(MessageLane lane, IReadOnlyList<WaitingMessage> batch)
    {
        if (!await _heldUp.WaitAsync(Db.Deadline))
        {
            Fail([.. batch, .. lane.TakeAll()], new DatabaseUnavailableException(new TimeoutException("Too many chats are held.")));
            return;
        }

        try
        {
            await Store(batch, lockTimeout: null);
        }
        catch (Exception e)
        {
            await Fail(lane, batch, lockTimeout: null, e);
        }
        finally
        {
            _heldUp.Release();
        }
    }

    private async Task Store(IReadOnlyList<WaitingMessage> batch, TimeSpan? lockTimeout)
    {
        using var span = MessageTraces.StartBatch(batch);
        var stored = await _store.Store([.. batch.Select(waiting => waiting.Message)], lockTimeout);

        _metrics.Stored(batch, stored);

        var cause = span?.Context ?? default;

        // A share for each core, and what a chat is shown together in one of them. The lane has the next batch to store.
        foreach (var share in batch.Zip(stored).GroupBy(one => one.First.Message.Chat.Id % Environment.ProcessorCount))
        {
            ThreadPool.UnsafeQueueUserWorkItem(Answer, (share.ToList(), cause), preferLocal: false);
        }
    }

    private void Answer((List<(WaitingMessage Waiting, StoredMessage? Row)> Share, ActivityContext Cause) stored)
    {
        var (share, cause) = stored;

        try
        {
            var shown = _publisher.Publish([.. share.Select(one => (one.Waiting.Message, one.Row, one.Waiting.Since))], cause);

            for (var i = 0; i < share.Count; i++)
            {
                share[i].Waiting.Succeed(share[i].Row, shown[i]);
            }
        }
        catch (Exception e)
        {
            Fail([.. share.Select(one => one.Waiting)], e);
        }
    }

    private async Task Fail(
        MessageLane lane, IReadOnlyList<WaitingMessage> batch, TimeSpan? lockTimeout, Exception exception)
    {
        if (exception is DatabaseUnavailableException)
        {
            // Those that wait have waited for the same answer.
            Fail([.. batch, .. lane.TakeAll()], exception);
        }
        else if (batch.Count > 1)
        {
            foreach (var waiting in batch)
            {
                await StoreAlone(waiting, lockTimeout);
            }
        }
        else
        {
            Fail(batch, exception);
        }
    }

    private async Task StoreAlone(WaitingMessage waiting, TimeSpan? lockTimeout)
    {
        try
        {
            await Store([waiting], lockTimeout);
        }
        catch (DatabaseUnavailableException e) when (IsHeld(e) && lockTimeout is not null)
        {
            Apart(waiting.Message.Chat.Id).Add(waiting);
        }
        catch (Exception e)
        {
            waiting.Fail(e);
        }
    }

    private static void Fail(IReadOnlyList<WaitingMessage> messages, Exception exception)
    {
        foreach (var waiting in messages)
        {
            waiting.Fail(exception);
        }
    }
}
