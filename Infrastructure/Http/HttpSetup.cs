using Connectify.Infrastructure.Observability;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Http;

/// <summary>How requests come in and answers go out, before any feature has a say.</summary>
internal static class HttpSetup
{
    private const ForwardedHeaders Believed =
        ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

    internal static WebApplicationBuilder AddHttp(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ProxyOptions>(ProxyOptions.Section).Validate(
            options => options.IsReadable, "Proxies:Trusted: addresses and networks, comma separated, were expected.");
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>(Trust);
        builder.Services.AddProblems();
        builder.Services.AddSingleton<RefusalKinds>();
        builder.Services.AddCounters<RefusalMetrics>();
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));

        return builder;
    }

    /// <summary>Comes before all that answers: what follows may answer with a status alone, or throw.</summary>
    internal static WebApplication UseHttp(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(SetHeaders);
        app.UseProblems();
        app.Use(RequestBodies.Check);

        return app;
    }

    // Each proxy that is trusted may name the one before it, up to the first that is not.
    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<ProxyOptions> proxies)
    {
        var networks = proxies.Value.Networks.ToList();
        forwarded.ForwardedHeaders = networks.Count > 0 ? Believed : ForwardedHeaders.None;
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        networks.ForEach(forwarded.KnownIPNetworks.Add);
    }

    // When the answer starts, and not before: an exception clears what was set, and a download sets its own caching.
    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            response.Headers.XContentTypeOptions = "nosniff";

            if (response.StatusCode >= StatusCodes.Status400BadRequest)
            {
                response.HttpContext.RequestServices.GetRequiredService<RefusalMetrics>().Count(response.HttpContext);
            }

            if (response.StatusCode == StatusCodes.Status401Unauthorized)
            {
                response.Headers.WWWAuthenticate = "Bearer";
            }

            if (response.StatusCode >= StatusCodes.Status400BadRequest || response.Headers.CacheControl.Count == 0)
            {
                response.Headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, context.Response);

        return next(context);
    }
}
