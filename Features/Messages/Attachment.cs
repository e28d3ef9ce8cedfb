using Connectify.Infrastructure.Attachments;

namespace Connectify.Features.Messages;

/// <summary>A file of a message.</summary>
/// <param name="Id">Unique among all attachments.</param>
/// <param name="Type">image, video, document or audio.</param>
/// <param name="FileName">As its sender called it; up to 255 characters.</param>
/// <param name="ContentType">As found in the file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Url">An absolute path that opens it without a token, signed and valid for a while.</param>
/// <param name="Width">Pixels of an image as shown, else null.</param>
/// <param name="Height">Pixels of an image as shown, else null.</param>
/// <param name="ThumbnailUrl">A small copy of an image, at most 480 pixels wide and high, signed as well; else null.</param>
internal sealed record Attachment(
    long Id,
    string Type,
    string FileName,
    string ContentType,
    long Size,
    string Url,
    int? Width,
    int? Height,
    string? ThumbnailUrl)
{
    internal static Attachment Example { get; } = new(
        9, "image", "holiday.jpg", "image/jpeg", 183_042,
        "/api/messaging/attachments/9/?expires=1768492800000&signature=Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgc2lnbmF0dXJl", 1600, 1200,
        "/api/messaging/attachments/9/thumbnail/?expires=1768492800000&signature=YWxzbyBvbmx5IGFuIGV4YW1wbGUsIG5vdCBzaWduZWQ");

    /// <summary>The path that is signed for the file itself.</summary>
    internal static string PathOf(long id) => $"/api/messaging/attachments/{id}/";

    /// <summary>The path that is signed for the small copy of an image.</summary>
    internal static string ThumbnailPathOf(long id) => $"{PathOf(id)}thumbnail/";
}

/// <summary>A file of a message as statements give it.</summary>
internal sealed record AttachmentRow(
    long Id, string Type, string FileName, string ContentType, long Size, int? Width, int? Height, bool HasThumbnail)
{
    /// <summary>The files of a message <c>page</c> as one JSON text, null where it has none: the column <c>files</c>.</summary>
    internal const string Column = """
        (SELECT json_agg(json_build_object(
                    'id', file.id, 'type', file.type, 'file_name', file.file_name, 'content_type', file.content_type,
                    'size', file.size, 'width', file.width, 'height', file.height,
                    'has_thumbnail', file.thumbnail_key IS NOT NULL) ORDER BY file.place)
           FROM attachments file
          WHERE file.message_id = page.id) AS files
        """;

    internal Attachment ToAttachment(SignedUrls urls) => new(
        Id, Type, FileName, ContentType, Size, urls.Sign(Attachment.PathOf(Id)), Width, Height,
        HasThumbnail ? urls.Sign(Attachment.ThumbnailPathOf(Id)) : null);
}
