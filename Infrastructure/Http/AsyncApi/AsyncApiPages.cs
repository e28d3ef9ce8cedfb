using System.Reflection;

namespace Connectify.Infrastructure.Http.AsyncApi;

/// <summary>The document of the sockets, <c>/asyncapi/v1.yaml</c>, and the page that was made of it, <c>/asyncapi</c>.</summary>
internal static class AsyncApiPages
{
    // The page has no script, and nothing from elsewhere.
    private const string Policy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static IEndpointRouteBuilder MapAsyncApiPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/asyncapi", Show("asyncapi.html", "text/html; charset=utf-8"));
        routes.MapGet("/asyncapi/page.css", Show("asyncapi.css", "text/css; charset=utf-8"));
        routes.MapGet("/asyncapi/v1.yaml", Show("asyncapi.yaml", "application/yaml; charset=utf-8"));

        return routes;
    }

    private static RequestDelegate Show(string name, string type) => async context =>
    {
        await using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = file.Length;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-cache";
        await file.CopyToAsync(response.Body, context.RequestAborted);
    };
}
