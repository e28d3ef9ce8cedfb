using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>Compares open sockets with the database, and acts on what has changed without them.</summary>
internal sealed class Standings(NpgsqlDataSource db)
{
    // Of both, only what differs: most of the time that is nothing.
    private const string Sql = """
        -- Realtime.CheckChats
        SELECT c.id, c.last_position, c.last_change, clock_timestamp() AS as_of, blocked.is_muted
          FROM unnest(@ChatIds, @Changes, @Mutes) AS known (id, change, is_muted)
          JOIN chats c ON c.id = known.id
         CROSS JOIN LATERAL (
               SELECT EXISTS (
                      SELECT FROM blocks b
                       WHERE b.organization_id = c.organization_id
                         AND ((b.blocker_id = c.participant_low AND b.blocked_id = c.participant_high)
                           OR (b.blocker_id = c.participant_high AND b.blocked_id = c.participant_low))) AS is_muted
               ) blocked
         WHERE c.last_change <> known.change OR blocked.is_muted <> known.is_muted;
        -- Realtime.CheckSockets
        SELECT open.number, lives.is_signed_in
          FROM unnest(@ChatsOfSockets, @Users, @Sessions) WITH ORDINALITY AS open (chat_id, user_id, session_id, number)
         CROSS JOIN LATERAL (
               SELECT EXISTS (
                      SELECT FROM sessions s
                       WHERE s.id = open.session_id AND s.user_id = open.user_id AND s.expires_at > now()) AS is_signed_in,
                      EXISTS (
                      SELECT FROM chat_members m
                        JOIN chats c ON c.id = m.chat_id
                        JOIN organization_members o
                          ON o.organization_id = c.organization_id AND o.user_id = m.user_id AND o.is_active
                       WHERE m.chat_id = open.chat_id AND m.user_id = open.user_id AND m.left_at IS NULL) AS is_in
               ) lives
         WHERE NOT lives.is_signed_in OR NOT lives.is_in
        """;

    /// <summary>
    /// Shows chats what they have not been shown, and closes the sockets of who may listen no longer; in one round trip.
    /// </summary>
    /// <param name="feeds">The chats.</param>
    /// <param name="sockets">The sockets; those that are being opened are looked at by who opens them.</param>
    /// <param name="cancel">Stops it before it starts.</param>
    internal async Task Check(IReadOnlyList<Feed> feeds, IEnumerable<Connection> sockets, CancellationToken cancel)
    {
        var known = feeds.Select(feed => (Feed: feed, feed.Shown)).Where(one => one.Shown is not null).ToList();
        var open = sockets.Where(socket => socket is { IsLetIn: true, Closing: null }).ToList();

        if (known.Count == 0 && open.Count == 0)
        {
            return;
        }

        var (chats, gone) = await db.QueryTwo<ChatRow, SocketRow>(
            Sql,
            new
            {
                ChatIds = known.Select(one => one.Feed.Topic.Id).ToArray(),
                Changes = known.Select(one => one.Shown!.Value.Change).ToArray(),
                Mutes = known.Select(one => one.Feed.Presence.IsMuted).ToArray(),
                ChatsOfSockets = open.Select(socket => socket.Feed.Topic.Id).ToArray(),
                Users = open.Select(socket => socket.Me.Id).ToArray(),
                Sessions = open.Select(socket => socket.Me.SessionId).ToArray(),
            },
            cancel);
        var knownById = known.ToDictionary(one => one.Feed.Topic.Id);

        foreach (var chat in chats)
        {
            var (feed, shown) = knownById[chat.Id];
            feed.Presence.Mute(chat.IsMuted, chat.AsOf);

            if (chat.LastChange < shown!.Value.Change)
            {
                feed.GiveUp();
            }
            else
            {
                feed.Notice(new Cursor(chat.LastPosition, chat.LastChange));
            }
        }

        foreach (var socket in gone)
        {
            open[(int)socket.Number - 1].Close(socket.IsSignedIn ? CloseReason.AccessDenied : CloseReason.Unauthorized);
        }
    }

    private sealed record ChatRow(long Id, long LastPosition, long LastChange, DateTime AsOf, bool IsMuted);

    private sealed record SocketRow(long Number, bool IsSignedIn);
}
