using System.Runtime.InteropServices;
using System.Text;

namespace Connectify.Infrastructure.Attachments;

/// <summary>Folders and files for this user only, and what is to survive a power cut.</summary>
internal static class Disk
{
    private const UnixFileMode OnlyMe = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OnlyMe | UnixFileMode.UserExecute);
        }
    }

    /// <summary>A new file to write to.</summary>
    internal static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyMe;
        }

        return new FileStream(path, options);
    }

    /// <summary>Waits until the content of a file is on the disk.</summary>
    internal static void Flush(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Waits until the names in a folder are on the disk.</summary>
    internal static void FlushFolder(string path)
    {
        // .NET opens no folders, and Windows has nothing like it.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open([.. Encoding.UTF8.GetBytes(path), 0], 0);

        if (folder < 0)
        {
            throw new IOException($"{path} cannot be opened.", Marshal.GetLastPInvokeError());
        }

        // Some file systems know no such thing for folders; then there is nothing to wait for.
        _ = Synchronize(folder);
        _ = Close(folder);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
