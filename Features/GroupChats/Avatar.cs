using Connectify.Infrastructure.Attachments;

namespace Connectify.Features.GroupChats;

/// <summary>The picture of a group chat: how it comes in, and what it is in statements.</summary>
internal static class Avatar
{
    /// <summary>The part of a form that it comes in.</summary>
    internal const string Part = "avatar";

    /// <summary>
    /// The CTE <c>avatar</c>: the file of @AvatarKey becomes the avatar of the chat in the CTE <c>owner</c>, which has its
    /// <c>id</c>, where there is a file. It wants <see cref="LooseFiles.Held"/>.
    /// </summary>
    internal const string Owned = """
        owned AS (
            DELETE FROM loose_files WHERE key = ANY (@Keys) AND EXISTS (SELECT FROM owner)
        ), avatar AS (
            INSERT INTO avatars (chat_id, content_type, size, file_key)
            SELECT id, @AvatarType, @AvatarSize, @AvatarKey FROM owner WHERE @AvatarKey IS NOT NULL
            RETURNING id
        )
        """;

    /// <summary>The path that is signed for it.</summary>
    internal static string PathOf(long id) => $"/api/messaging/avatars/{id}/";

    /// <summary>A URL that opens it; null where there is none.</summary>
    internal static string? Url(long? id, SignedUrls urls) => id is { } given ? urls.Sign(PathOf(given)) : null;

    /// <summary>Puts what came with a form into the store; it has to be an image.</summary>
    internal static async Task<UploadedFile?> Keep(
        IReadOnlyList<IncomingFile> files, Uploads uploads, CancellationToken cancel) =>
        (await uploads.Keep(files, [ContentKind.Image], Part, cancel, withThumbnails: false)).SingleOrDefault();

    /// <summary>Gives up a file that has not become one.</summary>
    internal static Task Discard(UploadedFile? file, Uploads uploads) => uploads.Discard(file is null ? [] : [file]);
}
