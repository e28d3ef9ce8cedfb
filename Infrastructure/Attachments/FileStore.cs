using System.Security.Cryptography;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// Where files are kept, each under a key of ours. A file is there as a whole or not at all, and never changes. Which
/// keys there are is the database's business (<see cref="LooseFiles"/>).
/// </summary>
/// <remarks>All methods throw <see cref="StoreUnavailableException"/>.</remarks>
internal abstract class FileStore
{
    private const int KeyBytes = 16;

    /// <summary>A key that nobody guesses: 128 random bits.</summary>
    internal static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>What has to be true before anything is served.</summary>
    /// <exception cref="CannotStartException">It is not.</exception>
    internal abstract Task Start(ILogger log, CancellationToken cancel);

    /// <summary>Keeps a file that was written aside, and that may be gone from there afterwards.</summary>
    internal abstract Task Put(string key, string path, CancellationToken cancel);

    /// <summary>A file of a known size, to be read from anywhere in it.</summary>
    internal abstract Task<Stream> Open(string key, long size, CancellationToken cancel);

    /// <summary>Removes a file; one that is not there is no fault.</summary>
    internal abstract Task Remove(string key, CancellationToken cancel);

    /// <summary>A key as a path: no more than 256 folders, and nothing that leads out of them.</summary>
    /// <exception cref="ArgumentException">It is none of our keys.</exception>
    protected static string PathOf(string key) =>
        key.Length == 2 * KeyBytes && key.All(char.IsAsciiHexDigitLower)
            ? $"{key[..2]}/{key}"
            : throw new ArgumentException("This is no key of a file.", nameof(key));
}
