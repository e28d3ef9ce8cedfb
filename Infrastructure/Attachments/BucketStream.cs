namespace Connectify.Infrastructure.Attachments;

/// <summary>A file of a bucket. Nothing is asked for before the first read, and then only from where that begins.</summary>
internal sealed class BucketStream(Func<long, CancellationToken, Task<HttpResponseMessage>> get, long size) : Stream
{
    private HttpResponseMessage? _answer;
    private Stream? _content;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => size + offset,
        };

        if (position != _position)
        {
            Close(ref _answer, ref _content);
            _position = position;
        }

        return position;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= size || buffer.IsEmpty)
        {
            return 0;
        }

        if (_content is null)
        {
            _answer = await get(_position, cancellationToken);
            _content = await _answer.Content.ReadAsStreamAsync(cancellationToken);
        }

        var read = await _content.ReadAsync(buffer, cancellationToken);
        _position += read;

        return read > 0 ? read : throw new StoreUnavailableException("A file ended too early.", mayHaveArrived: true);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        Close(ref _answer, ref _content);
        base.Dispose(disposing);
    }

    private static void Close(ref HttpResponseMessage? answer, ref Stream? content)
    {
        content?.Dispose();
        answer?.Dispose();
        (answer, content) = (null, null);
    }
}
