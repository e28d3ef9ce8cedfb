using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>A folder of a test's own below the machine's temporary one, deleted with all that is in it.</summary>
public sealed class TestFolder : IDisposable
{
    private TestFolder(string path) => Path = path;

    public string Path { get; }

    public static TestFolder Create(string prefix = "connectify-test-") => new(Directory.CreateTempSubdirectory(prefix).FullName);

    public void Dispose() => PostgresCluster.Delete(Path);
}
