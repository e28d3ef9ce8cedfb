using System.Net;
using System.Net.Http.Headers;
using Minio;
using Minio.DataModel.Args;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// Files in a bucket of an S3-compatible store. They are put and got by presigned requests: a put in one piece leaves
/// nothing half done behind, and a get begins anywhere in a file.
/// </summary>
internal sealed class BucketStore : FileStore, IDisposable
{
    private const int PresignedSeconds = 600;

    private static readonly TimeSpan PutDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly BucketOptions _options;
    private readonly IMinioClient _minio;
    private readonly HttpClient _http;

    internal BucketStore(BucketOptions options)
    {
        _options = options;
        _minio = new MinioClient()
            .WithEndpoint(options.Address!.Authority)
            .WithSSL(options.Address.Scheme == "https")
            .WithCredentials(options.AccessKey, options.SecretKey)
            .WithRegion(options.Region)
            .WithTimeout((int)Deadline.TotalMilliseconds)
            .Build();
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    // Text messages need no bucket: one that does not answer is not waited for. One that is not there is a mistake.
    internal override async Task Start(ILogger log, CancellationToken cancel)
    {
        bool isThere;

        try
        {
            isThere = await _minio.BucketExistsAsync(new BucketExistsArgs().WithBucket(_options.Bucket), cancel);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or OperationCanceledException)
        {
            StoreLog.NotThere(log, _options.Address!.Authority, e.Message);

            return;
        }
        catch (Exception e)
        {
            throw new CannotStartException($"{AttachmentsOptions.Section}:S3: {_options.Address!.Authority} refuses: {e.Message}", e);
        }

        if (!isThere)
        {
            throw new CannotStartException(
                $"{AttachmentsOptions.Section}:S3:Bucket: there is no bucket {_options.Bucket} at {_options.Address!.Authority}.");
        }
    }

    internal override Task Put(string key, string path, CancellationToken cancel) => Within(async stop =>
    {
        var address = await _minio.PresignedPutObjectAsync(new PresignedPutObjectArgs()
            .WithBucket(_options.Bucket).WithObject(PathOf(key)).WithExpiry(PresignedSeconds));
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
        using var content = new StreamContent(file);
        content.Headers.ContentLength = file.Length;
        using var answer = await _http.PutAsync(address, content, stop);

        return answer.IsSuccessStatusCode ? true : throw Refused(answer.StatusCode);
    }, PutDeadline, cancel);

    internal override Task<Stream> Open(string key, long size, CancellationToken cancel) =>
        Task.FromResult<Stream>(new BucketStream((from, stop) => Get(key, from, stop), size));

    internal override Task Remove(string key, CancellationToken cancel) => Within(async stop =>
    {
        await _minio.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_options.Bucket).WithObject(PathOf(key)), stop);

        return true;
    }, Deadline, cancel);

    public void Dispose()
    {
        _minio.Dispose();
        _http.Dispose();
    }

    private Task<HttpResponseMessage> Get(string key, long from, CancellationToken cancel) => Within(async stop =>
    {
        var address = await _minio.PresignedGetObjectAsync(new PresignedGetObjectArgs()
            .WithBucket(_options.Bucket).WithObject(PathOf(key)).WithExpiry(PresignedSeconds));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);

        if (answer.StatusCode == (from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK))
        {
            return answer;
        }

        using (answer)
        {
            throw Refused(answer.StatusCode);
        }
    }, Deadline, cancel);

    private static async Task<T> Within<T>(Func<CancellationToken, Task<T>> work, TimeSpan deadline, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(deadline);

        try
        {
            return await work(stop.Token);
        }
        catch (Exception e) when (e is not StoreUnavailableException and not ArgumentException && !cancel.IsCancellationRequested)
        {
            throw new StoreUnavailableException(e.Message, mayHaveArrived: true, e);
        }
    }

    private static StoreUnavailableException Refused(HttpStatusCode status) =>
        new($"The bucket answered {(int)status}.", mayHaveArrived: (int)status >= 500);
}
