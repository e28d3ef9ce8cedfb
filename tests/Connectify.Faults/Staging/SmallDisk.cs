using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>
/// A folder on a disk of eight megabytes; where nobody may mount one, a folder in which the nodes may write no file of
/// more than two.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Size = 8 * 1024 * 1024;

    private readonly string _folder;
    private readonly bool _isMounted;

    private SmallDisk(string folder, bool isMounted) => (_folder, _isMounted) = (folder, isMounted);

    /// <summary>What the shell of each node does before it becomes the node.</summary>
    internal string Before => _isMounted ? "true" : "trap '' XFSZ; ulimit -f 4096";

    private string Filler => Path.Combine(_folder, "filler");

    internal static async Task<SmallDisk> Mount(string folder)
    {
        Directory.CreateDirectory(folder);
        var outcome = await Command.Run("/bin/sh", ["-c", "mount -t tmpfs -o size=\"$0\" faults \"$1\"", $"{Size}", folder]);

        return new SmallDisk(folder, outcome.Code == 0);
    }

    /// <summary>Leaves next to nothing free.</summary>
    internal void Fill()
    {
        if (!_isMounted)
        {
            return;
        }

        using var file = File.OpenWrite(Filler);
        file.SetLength(Size - (512 * 1024) - Files().Sum(name => new FileInfo(name).Length));
        file.Write(new byte[(int)file.Length]);
    }

    /// <summary>Frees it.</summary>
    internal void Free() => File.Delete(Filler);

    /// <summary>The files that are there, the suite's own left out.</summary>
    internal IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(name => name != Filler)];

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await Command.Run("/bin/sh", ["-c", "umount \"$0\"", _folder]);
        }
    }
}
