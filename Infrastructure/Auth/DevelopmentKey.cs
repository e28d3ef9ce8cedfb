using System.Security.Cryptography;

namespace Connectify.Infrastructure.Auth;

/// <summary>The signing key of a developer's machine: made once and kept, so that tokens survive a restart.</summary>
internal static class DevelopmentKey
{
    private const int Bytes = 48;

    /// <summary>The key under a content root. Of several nodes that start at once, one makes it for all.</summary>
    internal static string Of(string contentRoot)
    {
        var path = Path.Combine(contentRoot, ".data", "signing-key");

        if (!File.Exists(path))
        {
            Create(path);
        }

        return File.ReadAllText(path).Trim();
    }

    // Written aside and moved into place, which fails where another was first: nobody ever reads half a key.
    private static void Create(string path)
    {
        var aside = $"{path}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        using (var file = new StreamWriter(aside, OnlyForMe()))
        {
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        }

        try
        {
            File.Move(aside, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private static FileStreamOptions OnlyForMe()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
