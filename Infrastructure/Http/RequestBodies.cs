using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Refuses the bodies of which the headers say enough: larger than the endpoint takes (413), compressed, or JSON in
/// another encoding than UTF-8 (415).
/// </summary>
internal static class RequestBodies
{
    internal static Task Check(HttpContext context, RequestDelegate next)
    {
        if (IsTooLarge(context))
        {
            context.Response.StatusCode = Status413PayloadTooLarge;

            return Task.CompletedTask;
        }

        if (IsEncoded(context.Request))
        {
            context.Response.StatusCode = Status415UnsupportedMediaType;

            return Task.CompletedTask;
        }

        return next(context);
    }

    private static bool IsTooLarge(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } limit
            || !(context.Request.ContentLength > limit.MaxRequestBodySize))
        {
            return false;
        }

        // Lets the server read on for a few seconds and throw it away. A client that is cut off while it still sends
        // would see a broken connection, and not the answer.
        limit.MaxRequestBodySize = null;

        return true;
    }

    private static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.Count > 0
        || (request.HasJsonContentType()
            && MediaTypeHeaderValue.Parse(request.ContentType).Charset is { HasValue: true } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
