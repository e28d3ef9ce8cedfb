using System.Diagnostics;
using System.Net.WebSockets;
using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Realtime;

/// <summary>
/// Opens a socket on a chat. Who is refused is let in and sent away at once, because a browser can see a close code but
/// not why an upgrade failed; a foreign origin and a service that can't check are refused before the upgrade.
/// </summary>
internal static class OpenSocket
{
    [Refuses(nameof(Refusals.NotASocket), nameof(Refusals.ForeignOrigin))]
    internal static async Task Handle(
        HttpContext context, ChatId chat, Hub hub, FrameRouter router, Entrance entrance,
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
            await Open(me);
        }

        async Task Open(Me me)
        {
            // Listening begins before the check and before the client hears of it, so that nothing falls in between.
            var isFlat = context.Request.Query["format"] == "flat";
            var connection = hub.Join(
                ChatTopic.Of(chat.Id), feed => new Connection(me, chat, isFlat, feed, realtime.Value, clock));
            WebSocket? socket = null;

            try
            {
                var seen = context.Request.Query["cursor"].FirstOrDefault();

                if (await entrance.LetIn(connection, seen, context.RequestAborted) is { } refusal)
                {
                    await Refuse(refusal);
                    return;
                }

                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    connection.Close(CloseReason.GoingAway);
                }

                socket = await context.AcceptSocket(realtime.Value);
            }
            finally
            {
                if (socket is null)
                {
                    hub.Leave(connection);
                }
            }

            context.GoOn(Serve(connection, socket, context.StreamOfSocket(), limits.Value.FrameSize, hub, router));
        }

        // Only what arrives after the upgrade is read, and from someone who was refused nothing is.
        async Task Refuse(CloseReason reason)
        {
            hub.Metrics.Refused(reason);
            Activity.Current?.SetTag("connectify.close.code", reason.Code);
            context.GoOn(ClosedConnection.Close(await context.AcceptSocket(realtime.Value), reason));
        }
    }

    private static async Task Serve(
        Connection connection, WebSocket socket, FrameStream? stream, int frameSize, Hub hub, FrameRouter router)
    {
        using var open = socket;

        // What it does later is no part of its opening.
        Activity.Current = null;

        try
        {
            await connection.Run(socket, stream, frameSize, frame => router.Route(frame, connection));
        }
        finally
        {
            Typing.Stop(connection);
            hub.Leave(connection);
        }
    }
}
