namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// The sockets of this node that listen to one topic, and the order in which they are shown its changes. Handlers
/// publish after their commit, here or on another node, in any order; a feed shows change n + 1 only after change n, and
/// asks for what is missing when it does not come.
/// </summary>
internal sealed class Feed
{
    private readonly Lock _lock = new();
    private readonly EarlyChanges _early = new();
    private readonly Audience _audience;
    private readonly Func<Feed, Task> _catchUp;
    private WaitingReceipts? _receipts;
    private Cursor? _begunAt;
    private Cursor? _shown;
    private DateTime? _openedAt;
    private long _known;
    private bool _isBetweenReadings;
    private bool _isCatchingUp;
    private bool _isOver;
    private bool _hasEnded;

    /// <param name="topic">What its sockets listen to.</param>
    /// <param name="catchUp">Reads what is missing; ends when nothing is.</param>
    /// <param name="tell">Says to other nodes that someone here types, or has stopped.</param>
    /// <param name="metrics">Where it is counted; null where nobody wants to know.</param>
    internal Feed(Topic topic, Func<Feed, Task> catchUp, Action<Typing> tell, RealtimeMetrics? metrics = null)
    {
        (Topic, _catchUp, Metrics) = (topic, catchUp, metrics ?? RealtimeMetrics.Unheard);
        _audience = new Audience(Metrics);
        Presence = new Presence(_audience, tell);
    }

    internal Topic Topic { get; }

    /// <summary>Where what happens to its sockets is counted.</summary>
    internal RealtimeMetrics Metrics { get; }

    /// <summary>Who is seen to type.</summary>
    internal Presence Presence { get; }

    /// <summary>When the first socket was let in, by the clock of the database; null before that.</summary>
    internal DateTime? OpenedAt
    {
        get
        {
            lock (_lock)
            {
                return _openedAt;
            }
        }
    }

    /// <summary>How far the sockets have been shown; null before the first of them is let in.</summary>
    internal Cursor? Shown
    {
        get
        {
            lock (_lock)
            {
                return _shown;
            }
        }
    }

    /// <summary>True while something is known to have happened that has not been shown.</summary>
    internal bool IsBehind
    {
        get
        {
            lock (_lock)
            {
                return !_isOver && !_hasEnded && _shown is { } shown && (_isBetweenReadings || _known > shown.Change);
            }
        }
    }

    internal Connection[] Connections => _audience.Connections;

    /// <summary>Adds a socket; false where the feed has ended because its last one left.</summary>
    internal bool Add(Connection connection)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _audience.Add(connection);
            }

            return !_isOver;
        }
    }

    /// <summary>Removes a socket; true where it was the last one and the feed has ended.</summary>
    internal bool Remove(Connection connection)
    {
        lock (_lock)
        {
            _audience.Remove(connection);
            _isOver |= _audience.IsEmpty;

            return _isOver;
        }
    }

    /// <summary>
    /// Lets a socket in whose user was allowed to as of a cursor, and closes it if that has ended since. False where that
    /// was looked up before the feed began: what happened in between nobody would show it, so it has to be looked up again.
    /// </summary>
    /// <param name="connection">The socket.</param>
    /// <param name="asOf">How far the topic was.</param>
    /// <param name="now">The time then, by the clock of the database.</param>
    internal bool LetIn(Connection connection, Cursor asOf, DateTime now)
    {
        lock (_lock)
        {
            if (asOf.Change < _begunAt?.Change)
            {
                return false;
            }

            _openedAt ??= now;
            connection.LetIn(asOf);
            Notice(asOf);

            return true;
        }
    }

    /// <summary>
    /// Closes every socket because the database knows less than they have been shown: it has been set back. Who comes back
    /// is told to fetch everything anew.
    /// </summary>
    internal void GiveUp() => _audience.Close(CloseReason.Fault);

    /// <summary>Says how far the topic is in the database. The first time, what came up to there counts as shown.</summary>
    internal void Notice(Cursor cursor)
    {
        lock (_lock)
        {
            if (_shown is null)
            {
                (_shown, _begunAt) = (cursor, cursor);
                _early.TakeUpTo(cursor.Change);
            }

            _known = Math.Max(_known, cursor.Change);
            Advance();
        }
    }

    /// <summary>
    /// Shows changes, each in its turn; those whose turn has come share a write to each socket. Of a user who is removed by
    /// one, the sockets are closed in that same turn.
    /// </summary>
    internal void Publish(IReadOnlyList<Publication> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
            {
                Take(change);
            }

            Advance();
        }
    }

    /// <summary>
    /// Shows what is no change itself, a user's receipt, but not before the change that it speaks of. In a muted topic
    /// only the user's own sockets see it. What has been shown lately is not shown again.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="receipt">The frame.</param>
    /// <param name="user">Who has read.</param>
    /// <param name="starts">The first positions of the ranges that were read: with the user, what a receipt is known by.</param>
    /// <param name="isPointer">True where it says up to where everything is read.</param>
    internal void PublishAfter(long change, Content receipt, long user, IReadOnlyList<long> starts, bool isPointer)
    {
        lock (_lock)
        {
            _receipts ??= new WaitingReceipts();
            _receipts.Add(change, receipt, user, starts, isPointer);
            _known = Math.Max(_known, change);
            Advance();
        }
    }

    /// <summary>Forgets receipts that were shown long ago; see <see cref="ShownReceipts"/>.</summary>
    internal void ForgetReceipts()
    {
        lock (_lock)
        {
            _receipts?.Forget();
        }
    }

    /// <summary>Shows the end of the topic at once, whatever is missing, and closes every socket.</summary>
    internal void End(Cursor cursor, Content end)
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _audience.Show(new Broadcast(end, cursor), "end");
                _audience.Close(CloseReason.AccessDenied);
            }
        }
    }

    /// <summary>Answers one socket with a frame about the topic's state.</summary>
    internal void Answer(Connection connection, ServerEvent answer)
    {
        lock (_lock)
        {
            connection.Offer(new Broadcast(new Content(answer), _shown));
        }
    }

    /// <summary>
    /// Shows what was read from the database because it had not been published here; what has been shown meanwhile is
    /// passed over. Who is not in the topic any more is closed before that.
    /// </summary>
    internal void Fill(Reading reading)
    {
        lock (_lock)
        {
            var upTo = reading.UpTo;

            if (_hasEnded || _shown is not { } shown || upTo.Change < shown.Change || upTo == shown)
            {
                return;
            }

            foreach (var (user, reason) in reading.Absent)
            {
                _audience.Remove(user, upTo.Change, reason);
            }

            foreach (var change in _early.TakeUpTo(upTo.Change))
            {
                _audience.Remove(change.RemovedUser, change.Cursor.Change);
            }

            foreach (var broadcast in reading.ToBroadcasts(shown))
            {
                _audience.Show(broadcast, "missed", isOfReading: true);
            }

            _shown = upTo;

            // Until all of it is read, the messages that were shown may be ahead of the changes that still come early.
            _isBetweenReadings = !reading.IsWhole;
            Advance();
        }
    }

    private void Take(Publication change)
    {
        var number = change.Cursor.Change;
        _known = Math.Max(_known, number);

        if (_shown is { } shown && number <= shown.Change)
        {
            // A reading has gone past it, and has shown what has become of it.
            _audience.Remove(change.RemovedUser, number);
        }
        else
        {
            _early.Add(change);
        }
    }

    private void Advance()
    {
        if (_isBetweenReadings || _isOver || _hasEnded)
        {
            return;
        }

        ShowEarly();
        ShowReceipts();

        if (!_isCatchingUp && _shown is { } now && _known > now.Change)
        {
            _isCatchingUp = true;
            _ = CatchUp();
        }
    }

    private void ShowEarly()
    {
        var turn = new List<Broadcast>();

        while (_shown is { } shown && _early.TakeAfter(shown.Change) is { } change)
        {
            _shown = change.Cursor;
            turn.Add(new Broadcast(change.Content, change.Cursor)
            {
                Change = change.Cursor.Change,
                Watch = change.Since is { } since ? new DeliveryWatch(since, Metrics) : null,
            });

            if (change.RemovedUser is { } removed)
            {
                _audience.Show(turn);
                _audience.Remove(removed, change.Cursor.Change);
                turn.Clear();
            }
        }

        _audience.Show(turn);
    }

    private void ShowReceipts()
    {
        if (_shown is not { } shown)
        {
            return;
        }

        foreach (var (_, receipt, user) in _receipts?.TakeUpTo(shown.Change) ?? [])
        {
            _audience.Show(new Broadcast(receipt, shown), "receipt", Presence.IsMuted ? user : null);
        }
    }

    private async Task CatchUp()
    {
        try
        {
            await _catchUp(this);
        }
        finally
        {
            lock (_lock)
            {
                _isCatchingUp = false;
                Advance();
            }
        }
    }
}
