using NetVips;

namespace Connectify.Infrastructure.Attachments;

/// <summary>An image as it is shown, upright, and its small copy.</summary>
internal sealed record Picture(int Width, int Height, string ThumbnailPath, long ThumbnailSize);

/// <summary>
/// Looks at images and makes small copies of them, by libvips. What comes from outside is decoded by a few well-known
/// decoders only, one image at a time, and not before its header says that it is not too large.
/// </summary>
internal sealed class Pictures(Staging staging) : IDisposable
{
    /// <summary>Pixels of an image; more are not decoded.</summary>
    internal const long MostPixels = 50_000_000;

    /// <summary>Pixels along a side.</summary>
    internal const int LongestSide = 16_384;

    /// <summary>The longest side of a small copy.</summary>
    internal const int ThumbnailSide = 480;

    internal const string ThumbnailType = "image/webp";
    internal const string ThumbnailName = "thumbnail.webp";

    private const string AnyLoader = "VipsForeignLoad";
    private const string Orientation = "orientation";

    private static readonly string[] Loaders =
    [
        "VipsForeignLoadPng", "VipsForeignLoadJpeg", "VipsForeignLoadNsgif", "VipsForeignLoadWebp", "VipsForeignLoadHeif",
        "VipsForeignLoadTiff",
    ];

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    // The library calls it, and does not keep it from being collected.
    private static readonly Log.LogDelegate Quiet = (_, _, _) => { };

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Makes the library safe for what strangers send.</summary>
    internal static void Start(ILogger log)
    {
        try
        {
            Operation.Block(AnyLoader, true);

            foreach (var loader in Loaders)
            {
                Operation.Block(loader, false);
            }

            NetVips.NetVips.BlockUntrusted = true;
            NetVips.NetVips.Concurrency = 1;
            Cache.Max = 0;

            // It complains to stderr about every odd file.
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Quiet);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            StoreLog.NoPictures(log, e.Message);
        }
    }

    /// <summary>The image in a file, with its small copy aside; null where it is none that can be decoded.</summary>
    /// <exception cref="TooManyPixelsException">It is too large to be decoded.</exception>
    internal async Task<Picture?> Look(string path, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);

        try
        {
            return await Task.Run(() => Decode(path, staging.NewPath()), CancellationToken.None);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static Picture? Decode(string path, string thumbnail)
    {
        try
        {
            var (width, height) = Measure(path);
            using var deadline = new CancellationTokenSource(Deadline);
            using var small = Image.Thumbnail(
                path, ThumbnailSide, ThumbnailSide, Enums.Size.Down, outputProfile: "srgb", failOn: Enums.FailOn.Error);
            small.SetProgress(new Progress<int>(), deadline.Token);
            using (var file = Disk.Create(thumbnail))
            {
                small.WebpsaveStream(file, q: 80, keep: Enums.ForeignKeep.None);
            }

            return new Picture(width, height, thumbnail, new FileInfo(thumbnail).Length);
        }
        catch (Exception e) when (e is VipsException or DllNotFoundException or TypeInitializationException)
        {
            File.Delete(thumbnail);

            return null;
        }
    }

    private static (int Width, int Height) Measure(string path)
    {
        using var header = Image.NewFromFile(path, access: Enums.Access.Sequential);

        if (header.Width > LongestSide || header.Height > LongestSide || (long)header.Width * header.Height > MostPixels)
        {
            throw new TooManyPixelsException();
        }

        // 5 to 8 lie on their side.
        return header.Contains(Orientation) && header.Get(Orientation) is >= 5 and <= 8
            ? (header.Height, header.Width)
            : (header.Width, header.Height);
    }
}

/// <summary>An image has more pixels than are decoded.</summary>
internal sealed class TooManyPixelsException : Exception;
