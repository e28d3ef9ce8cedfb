namespace Connectify.Infrastructure.Realtime;

/// <summary>The sockets that listen to a topic on this node. Changed under the lock of the feed, read without.</summary>
internal sealed class Audience(RealtimeMetrics metrics)
{
    private Connection[] _connections = [];

    internal Connection[] Connections => Volatile.Read(ref _connections);

    internal bool IsEmpty => Connections.Length == 0;

    internal void Add(Connection connection) => Volatile.Write(ref _connections, [.. _connections, connection]);

    internal void Remove(Connection connection) =>
        Volatile.Write(ref _connections, [.. _connections.Where(other => other != connection)]);

    /// <summary>Shows a frame to all, or to one user's sockets only.</summary>
    /// <param name="broadcast">The frame.</param>
    /// <param name="kind">What it is counted as.</param>
    /// <param name="onlyTo">The user; null for all.</param>
    /// <param name="isOfReading">True for one of many that were read from the database at once.</param>
    internal void Show(Broadcast broadcast, string kind, long? onlyTo = null, bool isOfReading = false)
    {
        var count = 0;

        foreach (var connection in _connections)
        {
            if (onlyTo is null || connection.Me.Id == onlyTo)
            {
                connection.Offer(broadcast, isOfReading: isOfReading);
                count++;
            }
        }

        metrics.Delivered(count, kind);
    }

    /// <summary>Shows to each all of the frames that follow each other, then to the next, so that they wait together.</summary>
    internal void Show(IReadOnlyList<Broadcast> turn)
    {
        var connections = turn.Count > 0 ? _connections : [];
        Watch(turn, connections);

        foreach (var connection in connections)
        {
            foreach (var broadcast in turn)
            {
                connection.Offer(broadcast);
            }
        }

        metrics.Delivered(turn.Count * connections.Length, "change");
    }

    /// <summary>Shows that someone types, or has stopped, to everybody else.</summary>
    internal void Show(Typing typing)
    {
        var broadcast = new Broadcast(new Content(typing));
        var count = 0;

        foreach (var connection in _connections)
        {
            if (connection.Me.Id != typing.UserId)
            {
                connection.Offer(broadcast, isLoose: true);
                count++;
            }
        }

        metrics.Delivered(count, "typing");
    }

    /// <summary>Says that a user may listen no longer since a change; null where it is nobody.</summary>
    internal void Remove(long? user, long change) => Remove(user, change, CloseReason.AccessDenied);

    /// <summary>The same, for a reason.</summary>
    internal void Remove(long? user, long change, CloseReason reason)
    {
        foreach (var connection in _connections)
        {
            if (connection.Me.Id == user)
            {
                connection.Remove(change, reason);
            }
        }
    }

    internal void Close(CloseReason reason)
    {
        foreach (var connection in _connections)
        {
            connection.Close(reason);
        }
    }

    private static void Watch(IReadOnlyList<Broadcast> turn, Connection[] connections)
    {
        for (var i = 0; connections.Length > 0 && i < turn.Count; i++)
        {
            turn[i].Watch?.WaitFor(connections[^1]);
        }
    }
}
