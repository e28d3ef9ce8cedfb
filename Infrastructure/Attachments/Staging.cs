using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// A private folder for files on their way in, on the file system of the files. What is there belongs to a request, and
/// goes with it; what a crash leaves there is swept away when it is old.
/// </summary>
internal sealed class Staging(IOptions<AttachmentsOptions> options, IHostEnvironment environment, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly string _folder =
        Path.Combine(environment.ContentRootPath, options.Value.Folder, "incoming");

    /// <exception cref="CannotStartException">The folder cannot be made or written to.</exception>
    internal void Start()
    {
        try
        {
            Disk.CreateFolder(_folder);
            var probe = NewPath();
            Disk.Create(probe).Dispose();
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"{AttachmentsOptions.Section}:Folder: {e.Message}", e);
        }
    }

    /// <summary>Where a new file may be written.</summary>
    internal string NewPath() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    /// <summary>Removes what was left there.</summary>
    internal void Sweep()
    {
        var before = clock.GetUtcNow() - Longest;

        foreach (var left in new DirectoryInfo(_folder).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before))
        {
            left.Delete();
        }
    }
}
