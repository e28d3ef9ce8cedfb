namespace Connectify.Infrastructure.Database;

/// <summary>Files that only the user who runs the service can read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OnlyMe = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder that others may pass through, to what in it is theirs, but not look into.</summary>
    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OnlyMe | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>Writes a file as a whole, over one that is there.</summary>
    internal static async Task Write(string path, string text, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyMe;
        }

        var unfinished = $"{path}.new";
        File.Delete(unfinished);

        await using (var writer = new StreamWriter(unfinished, options))
        {
            await writer.WriteAsync(text.AsMemory(), cancel);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The text of a file, or null where there is none.</summary>
    internal static async Task<string?> Read(string path, CancellationToken cancel) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancel) : null;
}
