using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Features.Playground;

/// <summary>Shows the page to chat in, or a file that it is made of.</summary>
internal static class ShowPage
{
    /// <summary>
    /// Whatever the page shows was typed by somebody, perhaps a hostile one: nothing but its own files runs in it, nothing
    /// that is text becomes markup, it talks to this service alone, and no other page can hold it.
    /// </summary>
    internal const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    /// <summary>The file in the address; where there is none, it is the page itself.</summary>
    internal const string Parameter = "file";

    internal static Results<FileContentHttpResult, ProblemHttpResult> Handle(HttpRequest request, HttpResponse response, PageFiles files)
    {
        if (files.Find(request.RouteValues[Parameter] as string ?? PageFiles.Index) is not { } found)
        {
            return ProblemSetup.Of(Status404NotFound);
        }

        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Kept, and asked for anew each time, which costs nothing where it is the same: a newer service has a newer page.
        response.Headers.CacheControl = "no-cache";

        return TypedResults.Bytes(found.Content, found.ContentType, entityTag: found.Tag);
    }
}
