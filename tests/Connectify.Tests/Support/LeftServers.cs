using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>Servers of test runs that were killed and could not stop them.</summary>
internal static class LeftServers
{
    /// <summary>What the names of their folders begin with.</summary>
    internal const string Prefix = "connectify-test-server-";

    /// <summary>Stops and deletes those whose run is gone; a run that goes on holds its lock.</summary>
    internal static async Task Remove()
    {
        var old = DateTime.UtcNow.AddMinutes(-10);

        foreach (var folder in Directory.EnumerateDirectories(TestFolder.FastRoot, $"{Prefix}*"))
        {
            try
            {
                using var mine = new FolderLock(folder);

                if (Directory.GetLastWriteTimeUtc(folder) < old && mine.TryTake())
                {
                    await Remove(folder);
                }
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    private static async Task Remove(string folder)
    {
        var binaries = await PostgresBinaries.Find(null, () => { }, CancellationToken.None);
        await new PostgresCluster(binaries, Path.Combine(folder, "data"), PostgresUser.Needed).Stop();
        PostgresCluster.Delete(folder);
    }
}
