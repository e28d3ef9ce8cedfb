using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Refuses the bodies of which the headers say enough: larger than the endpoint takes (413), compressed, or JSON in
/// another encoding than UTF-8 (415). A form may be larger than JSON where the endpoint takes files.
/// </summary>
internal static class RequestBodies
{
    internal static Task Check(HttpContext context, RequestDelegate next)
    {
        MakeRoomForFiles(context);

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

    // Routing comes first, so it is known which endpoint takes files.
    private static void MakeRoomForFiles(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<FilePartAttribute>() is { Count: > 0 } parts
            && Body.IsFormOf(context.Request)
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            var limits = context.RequestServices.GetRequiredService<IOptions<Limits>>().Value;
            limit.MaxRequestBodySize = FilePartAttribute.MostBytes(parts, limits);
        }
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
