using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>What serving a file of a message takes, as long as its chat is there.</summary>
internal sealed record AttachmentFile(
    string Type, string FileName, string ContentType, long Size, string FileKey, string? ThumbnailKey,
    long? ThumbnailSize, DateTime CreatedAt)
{
    private const string Sql = """
        -- Messages.AttachmentFile
        SELECT a.type, a.file_name, a.content_type, a.size, a.file_key, a.thumbnail_key, a.thumbnail_size, a.created_at
          FROM attachments a
          JOIN chats c ON c.id = a.chat_id AND c.is_active
         WHERE a.id = @AttachmentId
        """;

    internal static Task<AttachmentFile?> Find(long attachmentId, NpgsqlDataSource db, CancellationToken cancel) =>
        db.QueryOne<AttachmentFile>(Sql, new { AttachmentId = attachmentId }, cancel);

    /// <summary>The file itself. Only what was found to be an image, video or sound is shown by a browser.</summary>
    internal ServedFile Whole => new(FileKey, ContentType, FileName, Size, CreatedAt, Type != ContentKind.Document);

    /// <summary>The small copy of an image, or null where it is none.</summary>
    internal ServedFile? Thumbnail => ThumbnailKey is null
        ? null
        : new(ThumbnailKey, Pictures.ThumbnailType, Pictures.ThumbnailName, ThumbnailSize!.Value, CreatedAt, IsInline: true);
}
