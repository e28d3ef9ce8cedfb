using Microsoft.AspNetCore.Http.Features;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// What comes before a socket: a request of its own inside that of the client, with services of its own. It ends when the
/// socket is open, and what was gathered to decide about it (token, caller, route, services) is let go, where it would
/// be kept for as long as the socket, which is hours.
/// </summary>
internal static class Opening
{
    /// <summary>Where sockets are.</summary>
    internal const string Path = "/ws";

    /// <summary>Gives each request for a socket its opening. All that follows in the pipeline belongs to that.</summary>
    internal static WebApplication UseOpenings(this WebApplication app)
    {
        var services = app.Services.GetRequiredService<IServiceScopeFactory>();
        app.UseSockets();
        app.Use(next => context => IsForSocket(context) ? Serve(context, next, services) : next(context));

        return app;
    }

    /// <summary>True where a socket is asked for.</summary>
    internal static bool IsForSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest && context.Request.Path.StartsWithSegments(Path);

    /// <summary>Says what goes on when the opening has ended.</summary>
    /// <param name="opening">The opening. What goes on must not hold it.</param>
    /// <param name="socket">Ends with the socket.</param>
    internal static void GoOn(this HttpContext opening, Task socket) => opening.Features.Set(new Beyond(socket));

    private static async Task Serve(HttpContext context, RequestDelegate open, IServiceScopeFactory services)
    {
        // How long a socket was open says nothing about how long requests take.
        context.Features.Get<IHttpMetricsTagsFeature>()?.MetricsDisabled = true;

        await await Open(context, open, services);
    }

    // What is set on the features of the opening is not set on those of the client's request, which last.
    private static async Task<Task> Open(HttpContext context, RequestDelegate open, IServiceScopeFactory services)
    {
        using var span = RealtimeTraces.StartOpening();
        await using var scope = services.CreateAsyncScope();
        var opening = new DefaultHttpContext(new FeatureCollection(context.Features)) { RequestServices = scope.ServiceProvider };
        await open(opening);
        span?.SetTag("http.response.status_code", opening.Response.StatusCode);

        return opening.Features.Get<Beyond>()?.Socket ?? Task.CompletedTask;
    }

    private sealed record Beyond(Task Socket);
}
