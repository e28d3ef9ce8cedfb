using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Downloads the picture of a group chat, by the URL that the group chat shows; no token is needed.</summary>
internal static class DownloadAvatar
{
    private const string Sql = """
        -- GroupChats.DownloadAvatar
        SELECT a.file_key, a.content_type, a.size, a.created_at
          FROM avatars a
          JOIN chats c ON c.id = a.chat_id AND c.is_active
         WHERE a.id = @AvatarId
        """;

    [Refuses(nameof(Refusals.InvalidUrl), nameof(Refusals.AvatarNotFound))]
    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        long avatarId, UrlSignature signature, SignedUrls urls, HttpResponse response, NpgsqlDataSource db, FileStore store,
        CancellationToken cancel)
    {
        if (urls.Rest(Avatar.PathOf(avatarId), signature) is not { } rest)
        {
            return Refusals.InvalidUrl;
        }

        return await db.QueryOne<Row>(Sql, new { AvatarId = avatarId }, cancel) is { } avatar
            ? await FileAnswer.Of(avatar.ToFile(), rest, response, store, cancel)
            : Refusals.AvatarNotFound;
    }

    private sealed record Row(string FileKey, string ContentType, long Size, DateTime CreatedAt)
    {
        internal ServedFile ToFile() =>
            new(FileKey, ContentType, $"avatar.{ContentType.Split('/')[1]}", Size, CreatedAt, IsInline: true);
    }
}
