namespace Connectify.Infrastructure.Attachments;

/// <summary>Files in a folder, which only the user who runs the service can look into.</summary>
internal sealed class FolderStore(string folder) : FileStore
{
    private readonly string _files = Path.Combine(folder, "files");

    internal override Task Start(ILogger log, CancellationToken cancel)
    {
        try
        {
            Disk.CreateFolder(_files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"{AttachmentsOptions.Section}:Folder: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    internal override Task Put(string key, string path, CancellationToken cancel) => Within(() =>
    {
        var target = Path.Combine(_files, PathOf(key));
        var shard = Path.GetDirectoryName(target)!;
        Disk.Flush(path);

        if (!Directory.Exists(shard))
        {
            Disk.CreateFolder(shard);
            Disk.FlushFolder(_files);
        }

        File.Move(path, target);
        Disk.FlushFolder(shard);

        return true;
    });

    internal override Task<Stream> Open(string key, long size, CancellationToken cancel) => Within<Stream>(() =>
        new FileStream(Path.Combine(_files, PathOf(key)), new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous,
        }));

    internal override Task Remove(string key, CancellationToken cancel) => Within(() =>
    {
        var target = Path.Combine(_files, PathOf(key));

        if (File.Exists(target))
        {
            File.Delete(target);
        }

        return true;
    });

    // Waiting for a disk takes a thread: one that serves nobody else meanwhile.
    private static Task<T> Within<T>(Func<T> work) => Task.Run(() =>
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(e.Message, mayHaveArrived: false, e);
        }
    });
}
