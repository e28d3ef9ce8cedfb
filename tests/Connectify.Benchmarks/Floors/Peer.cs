using System.Net.WebSockets;
using System.Threading.Channels;

namespace Connectify.Benchmarks.Floors;

/// <summary>Acts on what has been received, before more is.</summary>
internal delegate ValueTask Hear(ReadOnlySpan<byte> text);

/// <summary>A socket in a room: a queue of what is to be sent, and no buffer while nothing comes.</summary>
internal sealed class Peer(WebSocket socket)
{
    private const int QueueLength = 256;
    private const int LongestFrame = 4096;

    private readonly Channel<ReadOnlyMemory<byte>> _queue =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(QueueLength) { SingleReader = true });

    internal ChannelWriter<ReadOnlyMemory<byte>> Queue => _queue.Writer;

    /// <summary>Takes part in a room until the socket ends.</summary>
    internal async Task Stay(Room room, Hear hear, CancellationToken cancel)
    {
        room.Enter(this);
        var sending = Send();

        try
        {
            await Listen(hear, cancel);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It has gone without a word.
        }
        finally
        {
            room.Leave(this);
            Queue.TryComplete();
            await sending;
        }
    }

    private async Task Listen(Hear hear, CancellationToken cancel)
    {
        byte[]? buffer = null;

        while (true)
        {
            // Receiving nothing waits for something, and needs no memory to do so.
            var coming = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
            buffer ??= coming.MessageType == WebSocketMessageType.Close ? null : new byte[LongestFrame];

            if (buffer is null || await socket.ReceiveAsync(buffer.AsMemory(), cancel) is not { MessageType: WebSocketMessageType.Text } received)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);

                return;
            }

            await hear(buffer.AsSpan(0, received.Count));
        }
    }

    private async Task Send()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var message))
                {
                    await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            Queue.TryComplete();
        }
    }
}
