using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Realtime;

/// <summary>
/// Opens a socket on a chat. Who is refused is let in and sent away at once, because a browser can see a close code but
/// not why an upgrade failed; a foreign origin and a service that can't check are refused before the upgrade.
/// </summary>
internal static class OpenSocket
{
    private const string Sql = $"""
        -- Realtime.OpenSocket
        SELECT c.organization_id, c.last_position, c.last_change,
               EXISTS (SELECT FROM sessions WHERE id = @SessionId) AS is_signed_in, {Blocking.Any} AS is_muted
          FROM {Membership.Mine}
         WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        """;

    [Refuses(nameof(Refusals.NotASocket), nameof(Refusals.ForeignOrigin))]
    internal static async Task Handle(
        HttpContext context, ChatId chat, Hub hub, FrameRouter router, NpgsqlDataSource db,
        IOptions<RealtimeOptions> realtime, IOptions<Limits> limits, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await Refusals.NotASocket.ExecuteAsync(context);
        }
        else if (!realtime.Value.IsAllowedOrigin(context.Request))
        {
            await Refusals.ForeignOrigin.ExecuteAsync(context);
        }
        else if (Me.Of(context) is not { } me)
        {
            await Refuse(CloseReason.Unauthorized);
        }
        else if (hub.CountSockets(me.Id) >= limits.Value.SocketsPerUser)
        {
            await Refuse(CloseReason.TooManySockets);
        }
        else
        {
            await Serve(me);
        }

        async Task Serve(Me me)
        {
            // Listening begins before the check and before the client hears of it, so that nothing falls in between.
            var isFlat = context.Request.Query["format"] == "flat";
            var connection = hub.Join(
                ChatTopic.Of(chat.Id), feed => new Connection(me, chat, isFlat, feed, realtime.Value.QueueLength, clock));

            try
            {
                var parameters = new { ChatId = chat.Id, chat.Kind, Me = me.Id, me.SessionId };
                var row = await db.QueryOne<Row>(Sql, parameters, context.RequestAborted);

                if (row is not { IsSignedIn: true })
                {
                    await Refuse(row is null ? CloseReason.AccessDenied : CloseReason.Unauthorized);
                    return;
                }

                connection.OrganizationId = row.OrganizationId;
                connection.Feed.Mute(row.IsMuted);
                connection.Feed.LetIn(connection, new Cursor(row.LastPosition, row.LastChange));

                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    connection.Close(CloseReason.GoingAway);
                }

                await Run(connection);
            }
            finally
            {
                Typing.Stop(connection);
                hub.Leave(connection);
            }
        }

        // Only what arrives after the upgrade is read, and from someone who was refused nothing is.
        async Task Refuse(CloseReason reason)
        {
            using var socket = await context.AcceptSocket(realtime.Value);
            await ClosedConnection.Close(socket, reason);
        }

        async Task Run(Connection connection)
        {
            using var socket = await context.AcceptSocket(realtime.Value);
            await connection.Run(socket, limits.Value.FrameSize, frame => router.Route(frame, connection));
        }
    }

    private sealed record Row(long OrganizationId, long LastPosition, long LastChange, bool IsSignedIn, bool IsMuted);
}
