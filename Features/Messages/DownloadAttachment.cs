using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Downloads a file of a message, or ranges of it, by the URL that the message shows; no token is needed.</summary>
internal static class DownloadAttachment
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
        if (urls.Rest(Attachment.PathOf(attachmentId), signature) is not { } rest)
        {
            return Refusals.InvalidUrl;
        }

        return await AttachmentFile.Find(attachmentId, db, cancel) is { } file
            ? await FileAnswer.Of(file.Whole, rest, response, store, cancel)
            : Refusals.AttachmentNotFound;
    }
}
