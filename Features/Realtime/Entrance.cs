using Connectify.Features.Chats;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Realtime;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>Lets a socket into the chat that it was opened on, where its user may listen.</summary>
internal sealed class Entrance(NpgsqlDataSource db, ChatReader reader, Backplane backplane)
{
    // The second time is later than the beginning of the feed, unless the database has been set back.
    private const int Attempts = 2;

    private const string Sql = $"""
        -- Realtime.Enter
        SELECT c.organization_id, c.last_position, c.last_change, clock_timestamp() AS as_of,
               EXISTS (SELECT FROM sessions WHERE id = @SessionId) AS is_signed_in, {Blocking.Any} AS is_muted
          FROM {Membership.Mine}
         WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        """;

    /// <summary>Why the socket is not let in; null where it is, with what it is to be shown first.</summary>
    /// <param name="connection">It listens already, so that nothing falls between the check and the first frame.</param>
    /// <param name="seen">The cursor that it comes back with; null where it begins anew.</param>
    /// <param name="cancel">The client has gone.</param>
    internal async Task<CloseReason?> LetIn(Connection connection, string? seen, CancellationToken cancel)
    {
        var feed = connection.Feed;

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (refusal, row) = await LookUp(connection, seen, cancel);

            if (row is null)
            {
                return refusal;
            }

            connection.OrganizationId = row.OrganizationId;
            feed.Presence.Mute(row.IsMuted);
            var isFirst = feed.Shown is null;

            if (feed.LetIn(connection, new Cursor(row.LastPosition, row.LastChange), row.AsOf))
            {
                // The node may have begun to hear of the chat before that; of what was told meanwhile nothing is known.
                if (isFirst)
                {
                    backplane.DoubtIfTold(feed.Topic);
                }

                return null;
            }
        }

        return CloseReason.Fault;
    }

    private async Task<(CloseReason? Refusal, Row? Row)> LookUp(
        Connection connection, string? seen, CancellationToken cancel)
    {
        var (chat, me) = (connection.Chat(), connection.Me);
        var parameters = new { ChatId = chat.Id, chat.Kind, Me = me.Id, me.SessionId };

        if (await db.QueryOne<Row>(Sql, parameters, cancel) is not { } row)
        {
            return (CloseReason.AccessDenied, null);
        }

        if (!row.IsSignedIn)
        {
            return (CloseReason.Unauthorized, null);
        }

        if (seen is not null)
        {
            if (await reader.Replay(chat, me, Cursor.Parse(seen), cancel) is not { } replay)
            {
                return (CloseReason.AccessDenied, null);
            }

            connection.Begin(replay);
        }

        return (null, row);
    }

    private sealed record Row(
        long OrganizationId, long LastPosition, long LastChange, DateTime AsOf, bool IsSignedIn, bool IsMuted);
}
