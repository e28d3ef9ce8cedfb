using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Connectify.Infrastructure.Attachments;

/// <summary>A file as it is served.</summary>
/// <param name="Key">Its key in the store; a file under a key never changes.</param>
/// <param name="ContentType">As it was found to be.</param>
/// <param name="FileName">What it is to be called where it is saved.</param>
/// <param name="Size">Bytes.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="IsInline">True for what a browser may show by itself: images, videos and sounds.</param>
internal sealed record ServedFile(
    string Key, string ContentType, string FileName, long Size, DateTime CreatedAt, bool IsInline);

/// <summary>Answers with a file or a part of it, in a way that no browser runs what is in it.</summary>
internal static class FileAnswer
{
    /// <param name="file">What to serve.</param>
    /// <param name="validFor">How long its URL is still valid, and so how long it may be kept by who has opened it.</param>
    /// <param name="response">Gets the headers.</param>
    /// <param name="store">Where the file is.</param>
    /// <param name="cancel">The request's.</param>
    internal static async Task<FileStreamHttpResult> Of(
        ServedFile file, TimeSpan validFor, HttpResponse response, FileStore store, CancellationToken cancel)
    {
        var content = await store.Open(file.Key, file.Size, cancel);
        var disposition = new ContentDispositionHeaderValue(file.IsInline ? "inline" : "attachment");
        disposition.SetHttpFileName(file.FileName);

        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = $"private, max-age={(long)validFor.TotalSeconds}";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";

        return TypedResults.Stream(
            content,
            file.ContentType,
            lastModified: new DateTimeOffset(file.CreatedAt, TimeSpan.Zero),
            entityTag: new EntityTagHeaderValue($"\"{file.Key}\""),
            enableRangeProcessing: true);
    }
}
