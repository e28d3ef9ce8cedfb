using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>A folder of a test's own below the machine's temporary one, deleted with all that is in it.</summary>
public sealed class TestFolder : IDisposable
{
    private const string Memory = "/dev/shm";
    private const long Room = 4L << 30;

    private TestFolder(string path) => Path = path;

    /// <summary>Where <see cref="CreateFast"/> creates.</summary>
    public static string FastRoot { get; } =
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room ? Memory : System.IO.Path.GetTempPath();

    public string Path { get; }

    public static TestFolder Create(string prefix = "connectify-test-") => new(Directory.CreateTempSubdirectory(prefix).FullName);

    /// <summary>One that is kept in memory where the machine has room for that, which makes databases come and go faster.</summary>
    public static TestFolder CreateFast(string prefix)
    {
        if (FastRoot == System.IO.Path.GetTempPath() || !OperatingSystem.IsLinux())
        {
            return Create(prefix);
        }

        var path = System.IO.Path.Combine(FastRoot, $"{prefix}{Guid.NewGuid():n}");

        return new TestFolder(Directory.CreateDirectory(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);
    }

    public void Dispose() => PostgresCluster.Delete(Path);
}
