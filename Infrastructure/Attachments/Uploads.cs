using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// Takes files that came with a request into the store, all or none. Who has them then makes them the property of a row,
/// or discards them; what is left over when that fails too is swept away.
/// </summary>
internal sealed class Uploads(FileStore store, LooseFiles loose, Pictures pictures, ILogger<Uploads> log)
{
    /// <summary>Looks at files, and puts them into the store.</summary>
    /// <param name="files">In the order in which they are to be shown.</param>
    /// <param name="claimed">What each is said to be; too few, empty or null where nothing is said.</param>
    /// <param name="typesMember">The member that says so.</param>
    /// <param name="cancel">Ends it while nothing has been kept.</param>
    /// <param name="withThumbnails">False where images need no small copies.</param>
    /// <exception cref="InvalidInputException">One is none of what it is said to be, or too large to be shown.</exception>
    /// <exception cref="StoreUnavailableException">Nothing is kept.</exception>
    internal async Task<IReadOnlyList<UploadedFile>> Keep(
        IReadOnlyList<IncomingFile> files, IReadOnlyList<string?> claimed, string typesMember, CancellationToken cancel,
        bool withThumbnails = true)
    {
        var looked = new List<Looked>();

        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                looked.Add(await Look(files[i], claimed.ElementAtOrDefault(i), typesMember, cancel));
            }

            return await Put([.. looked.Select(file => withThumbnails ? file : file with { Picture = null })], cancel);
        }
        finally
        {
            foreach (var thumbnail in looked.Select(file => file.Picture?.ThumbnailPath).OfType<string>())
            {
                File.Delete(thumbnail);
            }
        }
    }

    /// <summary>Gives up files that nothing came to own.</summary>
    internal async Task Discard(IEnumerable<UploadedFile> files)
    {
        string[] keys = [.. files.SelectMany(file => file.Keys)];

        if (keys.Length > 0)
        {
            await Remove(keys);
        }
    }

    private async Task<Looked> Look(IncomingFile file, string? claimed, string typesMember, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(claimed) && !ContentKind.IsType(claimed))
        {
            throw new InvalidInputException(typesMember, "image, video, document or audio was expected.");
        }

        var found = ContentKind.Of(file.Head.Span, file.FileName);
        var picture = (Picture?)null;

        if (found.Type == ContentKind.Image && claimed != ContentKind.Document)
        {
            picture = await Look(file, cancel);
            found = picture is null ? ContentKind.OfNoSignature(file.Head.Span, file.FileName) : found;
        }

        return found.As(claimed) is { } kind
            ? new Looked(file, kind, picture)
            : throw new InvalidInputException(typesMember, $"{file.FileName} is not of the type that it is said to be: {claimed}.");
    }

    private async Task<Picture?> Look(IncomingFile file, CancellationToken cancel)
    {
        try
        {
            return await pictures.Look(file.Path, cancel);
        }
        catch (TooManyPixelsException)
        {
            throw new InvalidInputException(
                file.Part,
                $"{file.FileName} has too many pixels: {Pictures.MostPixels / 1_000_000} million, and {Pictures.LongestSide} along a side, are the most.");
        }
    }

    private async Task<IReadOnlyList<UploadedFile>> Put(List<Looked> files, CancellationToken cancel)
    {
        if (files.Count == 0)
        {
            return [];
        }

        List<UploadedFile> uploaded = [.. files.Select(file => file.Upload())];
        await loose.Add([.. uploaded.SelectMany(file => file.Keys)], cancel);
        var unsure = new List<string>();

        try
        {
            foreach (var (file, upload) in files.Zip(uploaded))
            {
                foreach (var (key, path) in upload.Keys.Zip(file.Paths))
                {
                    unsure.Add(key);
                    await store.Put(key, path, CancellationToken.None);
                    unsure.Remove(key);
                }
            }

            return uploaded;
        }
        catch (StoreUnavailableException e)
        {
            // What may yet arrive in the store keeps its row, and the sweeper removes both later.
            string[] sure = [.. uploaded.SelectMany(file => file.Keys).Except(e.MayHaveArrived ? unsure : [])];
            await Remove(sure);

            throw;
        }
    }

    private async Task Remove(string[] keys)
    {
        try
        {
            await loose.Remove(keys);
        }
        catch (Exception e) when (e is StoreUnavailableException or DatabaseUnavailableException)
        {
            StoreLog.NotSwept(log, e.Message);
        }
    }

    private sealed record Looked(IncomingFile File, ContentKind Kind, Picture? Picture)
    {
        internal IEnumerable<string> Paths => Picture is null ? [File.Path] : [File.Path, Picture.ThumbnailPath];

        internal UploadedFile Upload() => new(
            FileStore.NewKey(), Picture is null ? null : FileStore.NewKey(), Picture?.ThumbnailSize, File.FileName, Kind,
            File.Size, Picture?.Width, Picture?.Height);
    }
}
