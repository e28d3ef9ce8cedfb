using System.Collections.Concurrent;

namespace Connectify.Infrastructure.Realtime;

/// <summary>What a topic has become since a cursor, oldest first.</summary>
/// <param name="Missed">Nothing where it is too much to be shown frame by frame.</param>
/// <param name="UpTo">How far the database was when it was read.</param>
/// <param name="IsWhole">False where it is too much.</param>
/// <param name="Absent">Which of the listening users may listen no longer.</param>
internal sealed record Reading(IReadOnlyList<Missed> Missed, Cursor UpTo, bool IsWhole, IReadOnlyList<long> Absent);

/// <summary>
/// Reads what a topic has become since a cursor, and which of those who listen still may; null where the topic is no more.
/// </summary>
internal delegate Task<Reading?> ReadSince(Topic topic, Cursor after, long[] listeners);

/// <summary>
/// All open sockets of this node, and the way of a frame to them. Publishing never waits, neither for a client nor for
/// the database, and is said after the commit.
/// </summary>
internal sealed partial class Hub(ReadSince readSince, TimeProvider clock, ILogger<Hub> logger)
{
    // What a handler has committed it publishes within moments, so a gap this old was left by one that failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Topic, Feed> _feeds = [];
    private readonly ConcurrentDictionary<Connection, byte> _connections = [];
    private readonly ConcurrentDictionary<long, int> _socketsOfUsers = [];

    /// <summary>Every open socket.</summary>
    internal IEnumerable<Connection> Connections => _connections.Select(entry => entry.Key);

    /// <summary>Shows the sockets of a topic what was changed, in the order of the changes.</summary>
    internal void Publish(Topic topic, Cursor cursor, ServerEvent change) => Find(topic)?.Publish(cursor, change);

    /// <summary>Shows the sockets of a topic that a user is in it no longer, and closes that user's in the same turn.</summary>
    internal void PublishRemoval(Topic topic, Cursor cursor, ServerEvent change, long userId) =>
        Find(topic)?.Publish(cursor, change, userId);

    /// <summary>Shows the sockets of a topic a user's receipt, which is no change of it, once they have seen the given one.</summary>
    internal void PublishAfter(Topic topic, long change, ServerEvent receipt, long user) =>
        Find(topic)?.PublishAfter(change, receipt, user);

    /// <summary>Says whether the users of a topic are kept from seeing each other type and read.</summary>
    internal void Mute(Topic topic, bool isMuted, DateTime asOf) => Find(topic)?.Mute(isMuted, asOf);

    /// <summary>Says how far a topic is in the database, so that what was never published here is shown all the same.</summary>
    internal void Notice(Topic topic, Cursor cursor) => Find(topic)?.Notice(cursor);

    /// <summary>Ends the typing of a user, on whichever of the user's sockets it began.</summary>
    internal void StopTyping(Topic topic, long userId)
    {
        foreach (var connection in Find(topic)?.Connections ?? [])
        {
            if (connection.TypingSince is not null && connection.Me.Id == userId)
            {
                Typing.Stop(connection);
            }
        }
    }

    /// <summary>Adds a socket to a topic: from now on nothing that is committed passes it by.</summary>
    internal Connection Join(Topic topic, Func<Feed, Connection> open)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(topic, topic => new Feed(topic, CatchUp));
            var connection = open(feed);

            if (feed.Add(connection))
            {
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
        }
    }

    /// <summary>Shows the sockets of a topic its end, and closes them.</summary>
    internal void End(Topic topic, Cursor cursor, ServerEvent end, CloseReason reason) =>
        Find(topic)?.End(cursor, end, reason);

    /// <summary>Closes the sockets that a session opened.</summary>
    internal void CloseSession(long sessionId, CloseReason reason) =>
        Close(Connections.Where(connection => connection.Me.SessionId == sessionId), reason);

    /// <summary>Closes all sockets of a user.</summary>
    internal void CloseUser(long userId, CloseReason reason) =>
        Close(Connections.Where(connection => connection.Me.Id == userId), reason);

    /// <summary>Closes the sockets of a user in the chats of one organization.</summary>
    internal void CloseUserInOrganization(long userId, long organizationId, CloseReason reason) =>
        Close(
            Connections.Where(connection =>
                connection.Me.Id == userId && connection.OrganizationId == organizationId),
            reason);

    /// <summary>Closes every socket.</summary>
    internal void CloseAll(CloseReason reason) => Close(Connections, reason);

    /// <summary>How many sockets a user has open on this node.</summary>
    internal int CountSockets(long userId) => _socketsOfUsers.GetValueOrDefault(userId);

    private static void Close(IEnumerable<Connection> connections, CloseReason reason)
    {
        foreach (var connection in connections)
        {
            connection.Close(reason);
        }
    }

    private Feed? Find(Topic topic) => _feeds.GetValueOrDefault(topic);

    private async Task CatchUp(Feed feed)
    {
        await Task.Delay(Patience, clock);

        while (feed is { IsBehind: true, Shown: { } shown })
        {
            try
            {
                var listeners = feed.Connections.Select(connection => connection.Me.Id).Distinct().ToArray();

                if (await readSince(feed.Topic, shown, listeners) is not { } reading)
                {
                    Close(feed.Connections, CloseReason.AccessDenied);
                    return;
                }

                if (!reading.IsWhole)
                {
                    Close(feed.Connections, CloseReason.Behind);
                    return;
                }

                feed.Fill(reading);
            }
            catch (Exception e)
            {
                LogCannotCatchUp(e);
                await Task.Delay(BeforeNextTry, clock);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was missed could not be read; trying again")]
    private partial void LogCannotCatchUp(Exception exception);
}
