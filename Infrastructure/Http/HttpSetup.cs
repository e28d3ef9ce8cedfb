namespace Connectify.Infrastructure.Http;

/// <summary>How requests come in and answers go out, before any feature has a say.</summary>
internal static class HttpSetup
{
    internal static WebApplicationBuilder AddHttp(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblems();
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));

        return builder;
    }

    /// <summary>Comes first in the pipeline: all that follows may answer with a status alone, or throw.</summary>
    internal static WebApplication UseHttp(this WebApplication app)
    {
        app.Use(SetHeaders);
        app.UseProblems();
        app.Use(RequestBodies.Check);

        return app;
    }

    // When the answer starts, and not before: an exception clears what was set, and a download sets its own caching.
    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            response.Headers.XContentTypeOptions = "nosniff";

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
