namespace Connectify.Infrastructure.Attachments;

/// <summary>A file in the store that nothing owns yet.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="ThumbnailKey">The key of its small copy, where it is an image; else null.</param>
/// <param name="ThumbnailSize">Bytes of that.</param>
/// <param name="FileName">As its sender called it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels as shown, where it is an image; else null.</param>
/// <param name="Height">Pixels as shown, where it is an image; else null.</param>
internal sealed record UploadedFile(
    string Key, string? ThumbnailKey, long? ThumbnailSize, string FileName, ContentKind Kind, long Size, int? Width, int? Height)
{
    /// <summary>All that is in the store of it.</summary>
    internal IEnumerable<string> Keys => ThumbnailKey is null ? [Key] : [Key, ThumbnailKey];
}
