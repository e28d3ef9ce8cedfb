namespace Connectify.Infrastructure.Database;

/// <summary>A lock on a folder among processes. The system lets it go when its holder dies, however that happens.</summary>
internal sealed class FolderLock(string folder) : IDisposable
{
    private FileStream? _file;

    /// <summary>True when this holder has it.</summary>
    internal bool IsHeld => _file is not null;

    /// <summary>Takes it unless another has it; true when it is held.</summary>
    internal bool TryTake()
    {
        try
        {
            _file ??= new FileStream(
                Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Another has it.
        }

        return IsHeld;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}
