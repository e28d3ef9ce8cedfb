using System.Collections.Concurrent;
using System.Diagnostics;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// All open sockets of this node, and the way of a frame to them and to other nodes. Publishing never waits, neither for
/// a client nor for the database nor for another node, and is said after the commit.
/// </summary>
internal sealed partial class Hub : IDisposable
{
    // What a handler has committed it publishes within moments, so a gap this old was left by one that failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);

    // After an outage many topics are behind at once, and requests need the database too.
    private const int ReadingsAtOnce = 8;

    private readonly ConcurrentDictionary<Topic, Feed> _feeds = [];
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly ConcurrentDictionary<long, int> _socketsOfUsers = [];
    private readonly ReadSince _readSince;
    private readonly Backplane _backplane;
    private readonly TimeProvider _clock;
    private readonly ILogger<Hub> _logger;
    private readonly SemaphoreSlim _readings = new(ReadingsAtOnce);

    public Hub(
        ReadSince readSince, Backplane backplane, TimeProvider clock, ILogger<Hub> logger, RealtimeMetrics? metrics = null)
    {
        (_readSince, _backplane, _clock, _logger) = (readSince, backplane, clock, logger);
        Metrics = metrics ?? RealtimeMetrics.Unheard;
        backplane.Take = Take;
    }

    public void Dispose() => _readings.Dispose();

    /// <summary>Where what happens to sockets is counted.</summary>
    internal RealtimeMetrics Metrics { get; }

    /// <summary>Every open socket.</summary>
    internal IEnumerable<Connection> Connections => _connections.Select(entry => entry.Key);

    /// <summary>How many there are.</summary>
    internal int Count => _connections.Count;

    /// <summary>Every topic that somebody listens to here.</summary>
    internal IEnumerable<Feed> Feeds => _feeds.Select(entry => entry.Value);

    /// <summary>The sockets of a topic; null where nobody listens here.</summary>
    internal Feed? Find(Topic topic) => _feeds.GetValueOrDefault(topic);

    /// <summary>Shows the sockets of a topic what was changed, in the order of the changes.</summary>
    /// <param name="topic">What they listen to.</param>
    /// <param name="cursor">Where somebody stands who has seen it.</param>
    /// <param name="change">The frame.</param>
    internal void Publish(Topic topic, Cursor cursor, ServerEvent change) =>
        Publish(topic, [new Publication(topic, cursor, change)]);

    /// <summary>The same of what was changed by one commit; what of it is shown to a socket is written to it together.</summary>
    /// <param name="changes">What was changed.</param>
    /// <param name="cause">The span that it was changed in, where that is not the present one.</param>
    internal void Publish(IReadOnlyList<Publication> changes, ActivityContext cause = default)
    {
        foreach (var topic in changes.GroupBy(change => change.Topic))
        {
            Publish(topic.Key, [.. topic], cause);
        }
    }

    /// <summary>Shows the sockets of a topic that a user is in it no longer, and closes that user's in the same turn.</summary>
    internal void PublishRemoval(Topic topic, Cursor cursor, ServerEvent change, long userId) =>
        Publish(topic, [new Publication(topic, cursor, change) { RemovedUser = userId }]);

    /// <summary>Shows the sockets of a topic a user's receipt, which is no change of it, once they have seen the given one.</summary>
    /// <param name="topic">What they listen to.</param>
    /// <param name="change">The change.</param>
    /// <param name="receipt">The frame.</param>
    /// <param name="user">Who has read.</param>
    /// <param name="starts">The first positions of the ranges that were read.</param>
    /// <param name="isPointer">True where it says up to where everything is read.</param>
    internal void PublishAfter(
        Topic topic, long change, ServerEvent receipt, long user, IReadOnlyList<long> starts, bool isPointer = false)
    {
        var content = new Content(receipt);
        Find(topic)?.PublishAfter(change, content, user, starts, isPointer);
        _backplane.Send(topic, new Signal(SignalKind.Receipt)
        {
            Change = change,
            User = user,
            Starts = starts,
            IsPointer = isPointer,
            Content = content,
        });
    }

    /// <summary>Says whether the users of a topic are kept from seeing each other type and read.</summary>
    internal void Mute(Topic topic, bool isMuted, DateTime asOf)
    {
        Find(topic)?.Presence.Mute(isMuted, asOf);
        _backplane.Send(topic, new Signal(SignalKind.Mute) { IsMuted = isMuted, AsOf = asOf });
    }

    /// <summary>Says how far a topic is in the database, so that what was never published here is shown all the same.</summary>
    internal void Notice(Topic topic, Cursor cursor) => Find(topic)?.Notice(cursor);

    /// <summary>Shows the sockets of a topic its end, and closes them with 4004.</summary>
    internal void End(Topic topic, Cursor cursor, ServerEvent end)
    {
        var content = new Content(end);
        Find(topic)?.End(cursor, content);
        Tell(topic, SignalKind.End, cursor, content);
    }

    /// <summary>Adds a socket to a topic: from now on nothing that is committed passes it by.</summary>
    internal Connection Join(Topic topic, Func<Feed, Connection> open)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(topic, Open);
            var connection = open(feed);

            if (feed.Add(connection))
            {
                _backplane.Listen(topic);
                _connections[connection] = 0;
                _socketsOfUsers.AddOrUpdate(connection.Me.Id, 1, (_, count) => count + 1);

                return connection;
            }
        }
    }

    /// <summary>Removes a socket that has been closed or was not let in.</summary>
    internal void Leave(Connection connection)
    {
        var user = connection.Me.Id;
        _connections.TryRemove(connection, out _);

        if (_socketsOfUsers.AddOrUpdate(user, 0, (_, count) => count - 1) == 0)
        {
            _socketsOfUsers.TryRemove(KeyValuePair.Create(user, 0));
        }

        if (connection.Feed.Remove(connection))
        {
            _feeds.TryRemove(KeyValuePair.Create(connection.Feed.Topic, connection.Feed));

            if (!_feeds.ContainsKey(connection.Feed.Topic))
            {
                _backplane.Leave(connection.Feed.Topic);
            }

            // Somebody may have come in between.
            if (_feeds.ContainsKey(connection.Feed.Topic))
            {
                _backplane.Listen(connection.Feed.Topic);
            }
        }
    }

    /// <summary>Closes the sockets that a session of a user opened.</summary>
    internal void CloseSession(long userId, long sessionId, CloseReason reason) =>
        Close(userId, connection => connection.Me.SessionId == sessionId, reason);

    /// <summary>Closes all sockets of a user.</summary>
    internal void CloseUser(long userId, CloseReason reason) => Close(userId, _ => true, reason);

    /// <summary>Closes the sockets of a user in the chats of one organization.</summary>
    internal void CloseUserInOrganization(long userId, long organizationId, CloseReason reason) =>
        Close(userId, connection => connection.OrganizationId == organizationId, reason);

    /// <summary>Closes every socket.</summary>
    internal void CloseAll(CloseReason reason) => Close(Connections, reason);

    /// <summary>How many sockets a user has open on this node.</summary>
    internal int CountSockets(long userId) => _socketsOfUsers.GetValueOrDefault(userId);

    // Other nodes are told only whose sockets to look at: what has become of that user's rights they read themselves.
    private void Close(long userId, Func<Connection, bool> isMeant, CloseReason reason)
    {
        Close(Connections.Where(connection => connection.Me.Id == userId && isMeant(connection)), reason);
        _backplane.Send(new Signal(SignalKind.User) { User = userId });
    }

    private static void Close(IEnumerable<Connection> connections, CloseReason reason)
    {
        foreach (var connection in connections)
        {
            connection.Close(reason);
        }
    }

    private void Publish(Topic topic, IReadOnlyList<Publication> changes, ActivityContext cause = default)
    {
        using var span = RealtimeTraces.StartPublish(Find(topic), changes.Count, cause);
        Show(topic, changes);

        foreach (var change in changes)
        {
            Tell(topic, SignalKind.Change, change.Cursor, change.Content, change.RemovedUser, change.Author);
        }
    }

    private void Tell(
        Topic topic, SignalKind kind, Cursor cursor, Content content, long? removed = null, long? author = null)
    {
        if (_backplane.IsConfigured)
        {
            _backplane.Send(topic, new Signal(kind)
            {
                Position = cursor.Position,
                Change = cursor.Change,
                User = removed,
                Author = author,
                Content = content,
            });
        }
    }

    private Feed Open(Topic topic) => new(topic, CatchUp, typing => _backplane.Send(
        topic,
        new Signal(SignalKind.Typing) { User = typing.UserId, Username = typing.Username, IsTyping = typing.IsTyping }),
        Metrics);

    private void Show(Topic topic, IReadOnlyList<Publication> changes)
    {
        if (Find(topic) is { } feed)
        {
            foreach (var change in changes)
            {
                StopTyping(feed, change.Author);
            }

            feed.Publish(changes);
        }
    }

    // On whichever of the author's sockets it began.
    private static void StopTyping(Feed feed, long? author)
    {
        foreach (var connection in feed.Connections)
        {
            if (connection.IsTyping && connection.Me.Id == author)
            {
                Typing.Stop(connection);
            }
        }
    }

    // What another node has told of.
    private void Take(Topic topic, Signal signal)
    {
        if (Find(topic) is not { } feed)
        {
            return;
        }

        switch (signal)
        {
            case { Kind: SignalKind.Change, Content: { } change }:
                Show(topic, [new Publication(topic, signal.Cursor, change) { RemovedUser = signal.User, Author = signal.Author }]);
                break;

            case { Kind: SignalKind.Receipt, Content: { } receipt, User: { } reader }:
                feed.PublishAfter(signal.Change, receipt, reader, signal.Starts ?? [], signal.IsPointer is true);
                break;

            case { Kind: SignalKind.Typing, User: { } typist }:
                feed.Presence.PublishElsewhere(new Typing(typist, signal.Username ?? "", signal.IsTyping is true), _clock.GetUtcNow());
                break;

            case { Kind: SignalKind.Mute, IsMuted: { } isMuted, AsOf: { } asOf }:
                feed.Presence.Mute(isMuted, asOf);
                break;

            case { Kind: SignalKind.End, Content: { } end }:
                feed.End(signal.Cursor, end);
                break;
        }
    }

    private async Task CatchUp(Feed feed)
    {
        await Task.Delay(Patience, _clock);

        Metrics.LookedForGap(feed);

        while (feed is { IsBehind: true, Shown: { } shown })
        {
            try
            {
                var reading = await Read(feed, shown);

                if (reading.End is { } end)
                {
                    feed.End(reading.UpTo, new Content(end));
                    return;
                }

                feed.Fill(reading);

                // The database does not know of what was told, or not yet.
                if (feed.Shown == shown)
                {
                    await Task.Delay(Patience, _clock);
                }
            }
            catch (Exception e)
            {
                LogCannotCatchUp(e);
                await Task.Delay(BeforeNextTry, _clock);
            }
        }
    }

    private async Task<Reading> Read(Feed feed, Cursor shown)
    {
        await _readings.WaitAsync();

        try
        {
            return await _readSince(
                feed.Topic, shown, [.. feed.Connections.Select(connection => connection.Me.Id).Distinct()]);
        }
        finally
        {
            _readings.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was missed could not be read; trying again")]
    private partial void LogCannotCatchUp(Exception exception);
}
