using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Connectify.Infrastructure.Realtime;

/// <summary>The stream under a socket, in which frames that follow each other at once go to the network by one write.</summary>
/// <remarks>The socket writes one frame at a time, and flushes after each.</remarks>
internal sealed class FrameStream(Stream network) : Stream
{
    private const int FirstBuffer = 4096;

    // Beyond this a write is no cheaper for each frame, and the peer should have something to read.
    private const int Enough = 16 * 1024;

    private byte[] _gathered = [];
    private int _length;
    private bool _isMoreComing;

    /// <summary>True while the frame that is sent next waits for another, whose write takes it along.</summary>
    internal bool IsMoreComing
    {
        set => Volatile.Write(ref _isMoreComing, value);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        network.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length == 0 && !Volatile.Read(ref _isMoreComing))
        {
            return network.WriteAsync(buffer, cancellationToken);
        }

        Gather(buffer.Span);

        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // What the network is given by a write it sends.
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _length == 0 || (_length < Enough && Volatile.Read(ref _isMoreComing)) ? Task.CompletedTask : Send(cancellationToken);

    /// <summary>Sends what waits for a frame that does not come any more; nothing where the network is gone.</summary>
    internal async Task SendRest()
    {
        IsMoreComing = false;

        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Whom it was for has left.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        network.Dispose();
        base.Dispose(disposing);
    }

    private void Gather(ReadOnlySpan<byte> frame)
    {
        if (_gathered.Length - _length < frame.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + frame.Length, Math.Max(FirstBuffer, 2 * _length)));
            _gathered.AsSpan(0, _length).CopyTo(larger);
            GiveBack();
            _gathered = larger;
        }

        frame.CopyTo(_gathered.AsSpan(_length));
        _length += frame.Length;
    }

    private async Task Send(CancellationToken cancel)
    {
        await network.WriteAsync(_gathered.AsMemory(0, _length), cancel);
        _length = 0;
        GiveBack();
        _gathered = [];
    }

    private void GiveBack()
    {
        if (_gathered.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_gathered);
        }
    }

    /// <summary>Puts the stream under the socket that a request is upgraded to.</summary>
    internal sealed class Upgrade(IHttpUpgradeFeature request) : IHttpUpgradeFeature
    {
        /// <summary>Null before the upgrade.</summary>
        internal FrameStream? Stream { get; private set; }

        public bool IsUpgradableRequest => request.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => Stream = new FrameStream(await request.UpgradeAsync());
    }
}
