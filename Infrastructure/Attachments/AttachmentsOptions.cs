using System.ComponentModel.DataAnnotations;

namespace Connectify.Infrastructure.Attachments;

/// <summary>Where files are. Section <c>Attachments</c> of the settings.</summary>
internal sealed class AttachmentsOptions
{
    internal const string Section = "Attachments";

    /// <summary>
    /// The folder of the files, and of those on their way in, which are there also when a bucket keeps the files.
    /// Relative to the content root.
    /// </summary>
    [Required]
    public string Folder { get; set; } = Path.Combine(".data", "attachments");

    /// <summary>How long a URL of a file is valid, at most; at least three quarters of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "a second to seven days was expected, such as 01:00:00")]
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The bucket that keeps the files instead of the folder, where one is named.</summary>
    public BucketOptions S3 { get; set; } = new();
}

/// <summary>A bucket of an S3-compatible store. All but the region have to be given, or none.</summary>
internal sealed class BucketOptions
{
    /// <summary>As in <c>https://s3.example.com</c>.</summary>
    public string Endpoint { get; set; } = "";

    public string Bucket { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    public string Region { get; set; } = "us-east-1";

    /// <summary>True where files are to be kept in a bucket.</summary>
    internal bool IsNamed => Needed.Any(setting => setting.Value.Length > 0);

    /// <summary>What is wrong, with its key; null where nothing is.</summary>
    internal string? Fault
    {
        get
        {
            if (!IsNamed)
            {
                return null;
            }

            if (Needed.FirstOrDefault(setting => setting.Value.Length == 0) is { Name: { } missing })
            {
                return $"{AttachmentsOptions.Section}:S3:{missing}: it is needed for files to be kept in a bucket.";
            }

            return Address is null ? $"{AttachmentsOptions.Section}:S3:Endpoint: an address as in https://s3.example.com was expected." : null;
        }
    }

    /// <summary>The endpoint, or null where it is no address.</summary>
    internal Uri? Address =>
        Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/"
            ? address
            : null;

    private IEnumerable<(string Name, string Value)> Needed =>
        [(nameof(Endpoint), Endpoint), (nameof(Bucket), Bucket), (nameof(AccessKey), AccessKey), (nameof(SecretKey), SecretKey)];
}
