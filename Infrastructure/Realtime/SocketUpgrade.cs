using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Connectify.Infrastructure.Realtime;

/// <summary>From a request to a socket.</summary>
internal static class SocketUpgrade
{
    private const string Bearer = "bearer";

    /// <summary>True where no page of a foreign site asks: no origin, this host's, or one of the settings.</summary>
    internal static bool IsAllowedOrigin(this RealtimeOptions options, HttpRequest request)
    {
        var origins = request.Headers.Origin;

        return origins.Count == 0
            || (origins.Count == 1 && (IsThisHost(origins[0]!, request) || options.Origins.Contains(origins[0]!)));
    }

    /// <summary>Accepts a socket: pings by the protocol, no compression, the subprotocol where a token came by it.</summary>
    internal static Task<WebSocket> AcceptSocket(this HttpContext context, RealtimeOptions options) =>
        context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = context.WebSockets.WebSocketRequestedProtocols.Contains(Bearer) ? Bearer : null,
            KeepAliveInterval = options.HeartbeatInterval,
            KeepAliveTimeout = options.HeartbeatInterval / 2,
        });

    /// <summary>What is under the socket that was accepted; null where nothing was put there.</summary>
    internal static FrameStream? StreamOfSocket(this HttpContext context) =>
        (context.Features.Get<IHttpUpgradeFeature>() as FrameStream.Upgrade)?.Stream;

    /// <summary>Makes sockets of requests, whose frames share writes to the network where they wait for each other.</summary>
    internal static WebApplication UseSockets(this WebApplication app)
    {
        app.Use(next => context =>
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } request)
            {
                context.Features.Set<IHttpUpgradeFeature>(new FrameStream.Upgrade(request));
            }

            return next(context);
        });
        app.UseWebSockets();

        return app;
    }

    /// <summary>Lets sockets be opened in turns; see <see cref="Admission"/>.</summary>
    internal static WebApplication UseAdmission(this WebApplication app)
    {
        var admission = app.Services.GetRequiredService<Admission>();
        app.UseWhen(Opening.IsForSocket, sockets => sockets.Use(next => context => admission.Pass(context, next)));

        return app;
    }

    private static bool IsThisHost(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.Authority, Authority(uri.Scheme, request.Host), StringComparison.OrdinalIgnoreCase);

    // An origin leaves out its scheme's usual port; a Host header may name it.
    private static string Authority(string scheme, HostString host) =>
        (scheme, host.Port) is ("http", 80) or ("https", 443) ? host.Host : host.Value ?? "";
}
