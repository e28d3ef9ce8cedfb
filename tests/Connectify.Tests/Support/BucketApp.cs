using Minio;
using Minio.DataModel.Args;

namespace Connectify.Tests.Support;

/// <summary>A service that keeps its files in a bucket of its own.</summary>
public sealed class BucketApp : App
{
    private readonly string _bucket = $"files-{Guid.NewGuid():n}";
    private IMinioClient? _client;
    private S3Server? _server;

    protected override IEnumerable<(string Key, string Value)> Settings => _server is null ? [] :
    [
        ("Attachments:S3:Endpoint", _server.Endpoint),
        ("Attachments:S3:Bucket", _bucket),
        ("Attachments:S3:AccessKey", _server.Key),
        ("Attachments:S3:SecretKey", _server.Key),
    ];

    public override async ValueTask InitializeAsync()
    {
        if (S3Server.Missing is null)
        {
            _server = await S3Server.Running;
            _client = await Make(_server, _bucket);
        }

        await base.InitializeAsync();
    }

    /// <summary>Makes a bucket.</summary>
    internal static async Task<IMinioClient> Make(S3Server server, string bucket)
    {
        var client = new MinioClient().WithEndpoint(new Uri(server.Endpoint).Authority).WithSSL(false)
            .WithCredentials(server.Key, server.Key).WithRegion("us-east-1").Build();
        await client.MakeBucketAsync(new MakeBucketArgs().WithBucket(bucket));

        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client?.Dispose();
    }

    public override async Task<IReadOnlyList<string>> StoredKeys()
    {
        if (_server!.Folder is { } folder)
        {
            // One that the client's own way to list a bucket finds nothing in.
            return [.. Directory.EnumerateFiles(Path.Combine(folder, _bucket), "*._S3rver_object", SearchOption.AllDirectories)
                .Select(path => Path.GetFileName(path).Split('.')[0])];
        }

        var keys = new List<string>();

        await foreach (var item in _client!.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(_bucket).WithRecursive(true)))
        {
            keys.Add(item.Key.Split('/')[^1]);
        }

        return keys;
    }
}
