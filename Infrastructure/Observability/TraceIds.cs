using System.Diagnostics;
using Connectify.Infrastructure.Realtime;
using Microsoft.Net.Http.Headers;

namespace Connectify.Infrastructure.Observability;

/// <summary>
/// Gives each request the id of a trace, its own <c>traceparent</c>'s or a new one, which every line has that is logged for
/// it. Where traces go out, it has one already. The opening of a socket has none: the socket would keep it.
/// </summary>
internal static class TraceIds
{
    internal static WebApplication UseTraceIds(this WebApplication app)
    {
        app.Use(next => context =>
            Activity.Current is null && !Opening.IsForSocket(context) ? Serve(context, next) : next(context));

        return app;
    }

    private static async Task Serve(HttpContext context, RequestDelegate next)
    {
        using var request = new Activity("request");
        var headers = context.Request.Headers;

        if (ActivityContext.TryParse(headers[HeaderNames.TraceParent], headers[HeaderNames.TraceState], out var caller))
        {
            request.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags);
        }

        request.Start();
        await next(context);
    }
}
