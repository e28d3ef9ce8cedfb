using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Downloads the small copy of an image, by the URL that the message shows; no token is needed.</summary>
internal static class DownloadThumbnail
{
    [Refuses(nameof(Refusals.InvalidUrl), nameof(Refusals.AttachmentNotFound))]
    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        long attachmentId,
        UrlSignature signature,
        SignedUrls urls,
        HttpResponse response,
        NpgsqlDataSource db,
        FileStore store,
        CancellationToken cancel)
    {
        if (urls.Rest(Attachment.ThumbnailPathOf(attachmentId), signature) is not { } rest)
        {
            return Refusals.InvalidUrl;
        }

        return await AttachmentFile.Find(attachmentId, db, cancel) is { Thumbnail: { } thumbnail }
            ? await FileAnswer.Of(thumbnail, rest, response, store, cancel)
            : Refusals.AttachmentNotFound;
    }
}
