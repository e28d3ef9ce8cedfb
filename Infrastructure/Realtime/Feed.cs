namespace Connectify.Infrastructure.Realtime;

/// <summary>A part of a topic's state that this node was not told of.</summary>
/// <param name="Cursor">Where a socket stands that has been shown this and all before.</param>
/// <param name="IsNew">True for what has a position of its own, false for what had been there and was changed.</param>
/// <param name="State">The frame that shows it as it is now.</param>
internal sealed record Missed(Cursor Cursor, bool IsNew, ServerEvent State);

/// <summary>
/// The sockets of this node that listen to one topic, and the order in which they are shown its changes. Handlers
/// publish after their commit, in any order; a feed shows change n + 1 only after change n, and asks for what is
/// missing when it does not come.
/// </summary>
internal sealed class Feed(Topic topic, Func<Feed, Task> catchUp)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Change> _early = [];
    private readonly List<(long Change, ServerEvent Event, long User)> _waiting = [];
    private Connection[] _connections = [];
    private Cursor? _shown;
    private (bool IsMuted, DateTime AsOf)? _mute;
    private long _known;
    private long _lastOfItsOwn;
    private bool _isCatchingUp;
    private bool _isOver;

    internal Topic Topic { get; } = topic;

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
                return !_isOver && _shown is { } shown && _known > shown.Change;
            }
        }
    }

    internal Connection[] Connections => Volatile.Read(ref _connections);

    /// <summary>Adds a socket; false where the feed has ended because its last one left.</summary>
    internal bool Add(Connection connection)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                Volatile.Write(ref _connections, [.. _connections, connection]);
            }

            return !_isOver;
        }
    }

    /// <summary>Removes a socket; true where it was the last one and the feed has ended.</summary>
    internal bool Remove(Connection connection)
    {
        lock (_lock)
        {
            Volatile.Write(ref _connections, [.. _connections.Where(other => other != connection)]);
            _isOver |= _connections.Length == 0;

            return _isOver;
        }
    }

    /// <summary>Lets a socket in whose user was allowed to as of a cursor, and closes it if that has ended since.</summary>
    internal void LetIn(Connection connection, Cursor asOf)
    {
        lock (_lock)
        {
            connection.LetIn(asOf);
            Notice(asOf);
        }
    }

    /// <summary>Says how far the topic is in the database. The first time, what came up to there counts as shown.</summary>
    internal void Notice(Cursor cursor)
    {
        lock (_lock)
        {
            if (_shown is null)
            {
                _shown = cursor;
                Forget(upTo: cursor.Change);
            }

            _known = Math.Max(_known, cursor.Change);
            Advance();
        }
    }

    /// <summary>Shows a change in its turn. Of a user who is removed by it, the sockets are closed in that same turn.</summary>
    internal void Publish(Cursor cursor, ServerEvent change, long? removedUser = null)
    {
        lock (_lock)
        {
            _known = Math.Max(_known, cursor.Change);

            if (_shown is { } shown && cursor.Change <= shown.Change)
            {
                ShowLate(new Change(cursor, change, removedUser), shown);
            }
            else
            {
                _early.TryAdd(cursor.Change, new Change(cursor, change, removedUser));
                Advance();
            }
        }
    }

    /// <summary>
    /// Shows what is no change itself, such as a user's receipt, but not before the change that it speaks of. In a muted
    /// topic only the user's own sockets see it.
    /// </summary>
    internal void PublishAfter(long change, ServerEvent receipt, long user)
    {
        lock (_lock)
        {
            _waiting.Add((change, receipt, user));
            _known = Math.Max(_known, change);
            Advance();
        }
    }

    /// <summary>Shows what has no place in the order and may be dropped under load; nothing in a muted topic.</summary>
    internal void PublishLoosely(ServerEvent signal, long exceptUser)
    {
        var broadcast = new Broadcast(signal);

        lock (_lock)
        {
            if (IsMuted)
            {
                return;
            }

            foreach (var connection in _connections.Where(connection => connection.Me.Id != exceptUser))
            {
                connection.Offer(broadcast, isLoose: true);
            }
        }
    }

    /// <summary>
    /// Says whether the topic is muted: whether its users are kept from seeing each other type and read. The newest
    /// word counts; one without a time only where nothing has been said. Whoever is seen typing is seen to stop.
    /// </summary>
    internal void Mute(bool isMuted, DateTime? asOf = null)
    {
        lock (_lock)
        {
            if (_mute is { } known && !(asOf > known.AsOf))
            {
                return;
            }

            foreach (var connection in isMuted ? _connections : [])
            {
                Typing.Stop(connection);
            }

            _mute = (isMuted, asOf ?? DateTime.MinValue);
        }
    }

    /// <summary>Shows the end of the topic at once, whatever is missing, and closes every socket.</summary>
    internal void End(Cursor cursor, ServerEvent end, CloseReason reason)
    {
        lock (_lock)
        {
            Send(new Broadcast(end with { Cursor = cursor.ToString() }));
            CloseAll(reason);
        }
    }

    /// <summary>Answers one socket with a frame about the topic's state.</summary>
    internal void Answer(Connection connection, ServerEvent answer)
    {
        lock (_lock)
        {
            connection.Offer(new Broadcast(answer with { Cursor = _shown?.ToString() }));
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

            if (_shown is not { } shown || shown.Change >= upTo.Change)
            {
                return;
            }

            var early = _early.Values.Where(change => change.Cursor.Change <= upTo.Change).ToList();

            foreach (var change in early)
            {
                Remove(change.RemovedUser, change.Cursor.Change);
            }

            foreach (var user in reading.Absent)
            {
                Remove(user, upTo.Change);
            }

            foreach (var (cursor, isNew, state) in reading.Missed)
            {
                if (isNew ? cursor.Position > shown.Position : cursor.Change > shown.Change)
                {
                    Send(new Broadcast(state with { Cursor = cursor.ToString() }));
                }
            }

            // What came early and is no message's state stands in no reading, so it is shown in its turn.
            foreach (var change in early.Where(change => !change.Event.IsReplayed))
            {
                Show(change, upTo);
            }

            Forget(upTo.Change);
            _shown = upTo;
            Advance();
        }
    }

    private bool IsMuted => _mute is { IsMuted: true };

    private void Advance()
    {
        while (_shown is { } shown && _early.Count > 0)
        {
            var (change, next) = _early.First();

            if (change > shown.Change + 1)
            {
                break;
            }

            _early.Remove(change);

            if (change == shown.Change + 1)
            {
                _shown = next.Cursor;
                Show(next, next.Cursor);
            }

            ShowWaiting();
        }

        ShowWaiting();

        if (!_isCatchingUp && !_isOver && _shown is { } now && _known > now.Change)
        {
            _isCatchingUp = true;
            _ = CatchUp();
        }
    }

    private void Show(Change change, Cursor cursor)
    {
        Send(new Broadcast(change.Event with { Cursor = cursor.ToString() }));

        if (change.RemovedUser is { } user)
        {
            Remove(user, change.Cursor.Change);
        }

        if (!change.Event.IsReplayed)
        {
            _lastOfItsOwn = change.Cursor.Change;
        }
    }

    // A reading has gone past it. What is a message's state was in that. The rest was not, but must not be shown after
    // what followed it: whoever comes back finds it as it is.
    private void ShowLate(Change change, Cursor shown)
    {
        if (!change.Event.IsReplayed && change.Cursor.Change > _lastOfItsOwn)
        {
            Show(change, shown);
        }
        else if (!change.Event.IsReplayed)
        {
            Remove(change.RemovedUser, change.Cursor.Change);
            CloseAll(CloseReason.Behind);
        }
    }

    private void Remove(long? user, long change)
    {
        foreach (var connection in _connections.Where(connection => connection.Me.Id == user))
        {
            connection.Remove(change);
        }
    }

    private void Forget(long upTo)
    {
        foreach (var change in _early.Keys.TakeWhile(change => change <= upTo).ToList())
        {
            _early.Remove(change);
        }
    }

    private void ShowWaiting()
    {
        if (_waiting.Count == 0 || _shown is not { } shown)
        {
            return;
        }

        foreach (var (_, receipt, user) in _waiting.Where(waiting => waiting.Change <= shown.Change))
        {
            Send(new Broadcast(receipt with { Cursor = shown.ToString() }), IsMuted ? user : null);
        }

        _waiting.RemoveAll(waiting => waiting.Change <= shown.Change);
    }

    private async Task CatchUp()
    {
        try
        {
            await catchUp(this);
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

    private void Send(Broadcast broadcast, long? onlyTo = null)
    {
        foreach (var connection in _connections)
        {
            if (onlyTo is null || connection.Me.Id == onlyTo)
            {
                connection.Offer(broadcast);
            }
        }
    }

    private void CloseAll(CloseReason reason)
    {
        foreach (var connection in _connections)
        {
            connection.Close(reason);
        }
    }

    /// <param name="Cursor">Where a socket stands that has been shown this and all before.</param>
    /// <param name="Event">The frame that shows it.</param>
    /// <param name="RemovedUser">Who is in the topic no longer; null where it is about something else.</param>
    private sealed record Change(Cursor Cursor, ServerEvent Event, long? RemovedUser);
}
