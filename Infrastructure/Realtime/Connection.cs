using System.Net.WebSockets;
using Connectify.Infrastructure.Auth;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// One open socket: a bounded queue with one writer, and a reader that holds no buffer while nothing arrives. Offering
/// a frame never waits; a reader too slow for its queue is closed and costs no more than that queue.
/// </summary>
internal sealed class Connection(
    Me me, object subject, bool isFlat, Feed feed, RealtimeOptions options, TimeProvider clock)
{
    // How long a peer may take to read what is left and the close frame, before the connection is cut: what it has not
    // read by then the reset takes away, and the code with it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GraceOfSlow = TimeSpan.FromSeconds(5);

    // Bounded by the counts below and not by itself: what is read from the database at once counts by its bytes alone.
    private readonly Outbox<(Broadcast Broadcast, bool IsOfReading)> _queue = new();

    private WebSocket? _socket;
    private FrameStream? _stream;
    private int _waiting;
    private int _waitingFrames;
    private int _waitingBytes;
    private IReadOnlyList<Broadcast> _replay = [];
    private CloseReason? _closing;
    private bool _isLetIn;
    private (long Change, CloseReason Reason)? _removed;
    private long _lastHeartbeat = clock.GetTimestamp();

    // Timestamps, or 0: the pulse reads them while others write, and anything longer could be read half written.
    private long _typingSince;
    private long _assemblingSince;

    internal Me Me { get; } = me;

    /// <summary>What the topic is to the feature that opened the socket.</summary>
    internal object Subject { get; } = subject;

    /// <summary>The organization that the topic belongs to, once that has been looked up.</summary>
    internal long OrganizationId { get; set; }

    internal Feed Feed { get; } = feed;

    /// <summary>How far the topic was when the socket was let in; what came later is shown to it without being asked.</summary>
    internal Cursor OpenedAt { get; private set; }

    /// <summary>How far what it has missed was shown to it when it came back; null where it was shown nothing of the kind.</summary>
    internal Cursor? ResumedAt { get; private set; }

    /// <summary>False until it has been looked up that the user may listen.</summary>
    internal bool IsLetIn => Volatile.Read(ref _isLetIn);

    /// <summary>True while this socket's user types here.</summary>
    internal bool IsTyping
    {
        get => Volatile.Read(ref _typingSince) != 0;
        set => Volatile.Write(ref _typingSince, value ? clock.GetTimestamp() : 0);
    }

    /// <summary>How long ago this socket last said that its user is typing; zero while nobody types here.</summary>
    internal TimeSpan TypingFor => Since(ref _typingSince);

    /// <summary>True from the first bytes of a message until it is whole.</summary>
    internal bool IsAssembling
    {
        get => Volatile.Read(ref _assemblingSince) != 0;
        set => Volatile.Write(ref _assemblingSince, value ? clock.GetTimestamp() : 0);
    }

    /// <summary>How long the message that is arriving has been doing so; zero between messages.</summary>
    internal TimeSpan AssemblingFor => Since(ref _assemblingSince);

    /// <summary>What this socket may still send besides messages; made when its first frame arrives.</summary>
    internal TokenBucket? Allowance { get; set; }

    /// <summary>Frames refused in a row because they came too fast.</summary>
    internal int RefusedInARow { get; set; }

    /// <summary>Why the socket is being closed; null while it is open.</summary>
    internal CloseReason? Closing => Volatile.Read(ref _closing);

    /// <summary>
    /// Puts a frame into the queue. A loose one is dropped where half of the queue is taken. One of a reading counts by
    /// its bytes alone, because those of a reading come all at once.
    /// </summary>
    internal void Offer(Broadcast broadcast, bool isLoose = false, bool isOfReading = false)
    {
        if (isLoose && Volatile.Read(ref _waitingFrames) > options.QueueLength / 2)
        {
            Feed.Metrics.Dropped();
            return;
        }

        var bytes = Interlocked.Add(ref _waitingBytes, BytesOf(broadcast).Length);
        var isAlone = Interlocked.Increment(ref _waiting) == 1;
        var isTooMany = !isOfReading && Interlocked.Increment(ref _waitingFrames) > options.QueueLength;

        if (isTooMany || (bytes > options.QueueBytes && !isAlone) || !_queue.TryAdd((broadcast, isOfReading)))
        {
            Close(CloseReason.TooSlow);
        }
    }

    /// <summary>Answers this socket alone.</summary>
    internal void Answer(ServerEvent answer)
    {
        Feed.Metrics.Answered(answer);
        Offer(new Broadcast(new Content(answer)));
    }

    /// <summary>Closes the socket, after what is queued where the reason allows it. The first reason counts.</summary>
    internal void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _closing, reason, null) is null)
        {
            _queue.Complete();
            _ = CutAfter(reason == CloseReason.TooSlow ? GraceOfSlow : Grace);
            Feed.Metrics.Closing(reason);
        }
    }

    /// <summary>
    /// Says that the user may listen as of a cursor of the topic. Together with <see cref="Remove"/> under the lock of
    /// the feed: whichever speaks of the later change counts.
    /// </summary>
    internal void LetIn(Cursor asOf)
    {
        // Where it comes back, its replay is the later moment, and has looked at the right to listen too.
        OpenedAt = ResumedAt ?? asOf;
        Volatile.Write(ref _isLetIn, true);
        CloseIfRemoved();
    }

    /// <summary>Says what the socket is to be shown before all else. What of it is offered as well is not shown twice.</summary>
    internal void Begin(Replay replay) => (_replay, ResumedAt) = (replay.Frames, replay.UpTo);

    /// <summary>Says that the user may listen no longer since a change, and closes the socket if it was let in before.</summary>
    internal void Remove(long change, CloseReason reason)
    {
        if (!(_removed?.Change >= change))
        {
            _removed = (change, reason);
        }

        CloseIfRemoved();
    }

    /// <summary>True once in every interval of heartbeats; the first time one interval after the socket was opened.</summary>
    internal bool IsHeartbeatDue()
    {
        if (clock.GetElapsedTime(_lastHeartbeat) < options.HeartbeatInterval)
        {
            return false;
        }

        _lastHeartbeat = clock.GetTimestamp();

        return true;
    }

    /// <summary>Serves a socket until it is closed, by either side. What was offered before is sent first.</summary>
    /// <param name="socket">The accepted socket.</param>
    /// <param name="stream">What is under it; null where that is not known, so that each frame is written by itself.</param>
    /// <param name="frameSize">Bytes of a message, all fragments together, beyond which the socket is closed.</param>
    /// <param name="receive">Takes one message; the next is not read before it is done.</param>
    internal async Task Run(WebSocket socket, FrameStream? stream, int frameSize, Func<ReadOnlyMemory<byte>, Task> receive)
    {
        (_socket, _stream) = (socket, stream);

        Feed.Metrics.Began(_replay, hasResumed: ResumedAt is not null);
        var writing = Write(socket);
        int? broken = null;

        try
        {
            await new MessageReader(this, socket, frameSize).Read(receive);
            Close(CloseReason.Normal);
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode is WebSocketError.ConnectionClosedPrematurely)
        {
            Close(CloseReason.Normal);
        }
        catch (WebSocketException)
        {
            // The peer broke the protocol, and the socket has answered that itself, or was cut by us.
            broken = (int)WebSocketCloseStatus.ProtocolError;
            Close(CloseReason.Normal);
            await Task.Delay(Grace);
        }
        catch
        {
            Close(CloseReason.Fault);
            throw;
        }
        finally
        {
            await writing;
            Feed.Metrics.Closed(Closing == CloseReason.Normal ? null : Closing, (int?)socket.CloseStatus ?? broken);
        }
    }

    private TimeSpan Since(ref long begun) =>
        Volatile.Read(ref begun) is not 0 and var timestamp ? clock.GetElapsedTime(timestamp) : TimeSpan.Zero;

    private void CloseIfRemoved()
    {
        if (_isLetIn && _removed is var (change, reason) && OpenedAt.Change < change)
        {
            Close(reason);
        }
    }

    private async Task Write(WebSocket socket)
    {
        try
        {
            for (var shown = 0; shown < _replay.Count; shown++)
            {
                await Send(_replay[shown], socket, isMoreComing: shown + 1 < _replay.Count);
            }

            _replay = [];

            while (await _queue.WaitToTake())
            {
                await SendQueue(socket);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                _stream?.IsMoreComing = false;

                // Whoever closes first names the code; a peer that did so gets its own back.
                var status = socket.CloseStatus ?? (WebSocketCloseStatus)Closing!.Code;
                await socket.CloseOutputAsync(status, Closing!.Text, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader sees the end of the connection as well, and reports it.
            Close(CloseReason.Normal);
        }

        // The socket itself closes on who breaks the protocol, and that may wait for a frame which is not sent any more.
        await (_stream?.SendRest() ?? Task.CompletedTask);
    }

    // The next is taken before one is sent, for whether there is any decides whether both are written together.
    private async ValueTask SendQueue(WebSocket socket)
    {
        var next = TakeNext();

        while (next is var (broadcast, bytes, isOfReading))
        {
            next = TakeNext();
            await Send(broadcast, socket, isMoreComing: next is not null);
            Done(bytes, isOfReading);
        }
    }

    private (Broadcast Broadcast, int Bytes, bool IsOfReading)? TakeNext()
    {
        while (_queue.TryTake(out var next))
        {
            var bytes = BytesOf(next.Broadcast).Length;

            if ((ResumedAt is { } seen ? next.Broadcast.NewTo(seen) : next.Broadcast) is { } broadcast)
            {
                return (broadcast, bytes, next.IsOfReading);
            }

            Done(bytes, next.IsOfReading);
        }

        return null;
    }

    private void Done(int bytes, bool isOfReading)
    {
        Interlocked.Add(ref _waitingBytes, -bytes);
        Interlocked.Decrement(ref _waiting);

        if (!isOfReading)
        {
            Interlocked.Decrement(ref _waitingFrames);
        }
    }

    private async ValueTask Send(Broadcast broadcast, WebSocket socket, bool isMoreComing)
    {
        if (Closing is not { DropsQueue: true })
        {
            _stream?.IsMoreComing = isMoreComing;
            await socket.SendAsync(BytesOf(broadcast), WebSocketMessageType.Text, true, CancellationToken.None);
            broadcast.Watch?.Written(this, clock);
        }
    }

    private byte[] BytesOf(Broadcast broadcast) => isFlat ? broadcast.Flat : broadcast.Nested;

    private async Task CutAfter(TimeSpan grace)
    {
        await Task.Delay(grace, clock);

        if (_socket is { State: not WebSocketState.Closed })
        {
            _socket.Abort();
        }
    }
}
