using System.Buffers;
using System.Net.WebSockets;
using System.Text.Unicode;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Puts the fragments of a socket together into text messages, up to a size.</summary>
internal sealed class MessageReader(WebSocket socket, int limit)
{
    private const int FirstBuffer = 4096;

    /// <summary>Reads until the peer closes, or sends what is refused.</summary>
    /// <param name="receive">Takes each message. Its memory is valid until the task ends.</param>
    /// <param name="assembling">Is told when a message begins to arrive and when it is whole.</param>
    /// <param name="refuse">Is told why reading has ended where it was not the peer who closed.</param>
    internal async Task Read(
        Func<ReadOnlyMemory<byte>, Task> receive, Action<bool> assembling, Action<CloseReason> refuse)
    {
        while (true)
        {
            // A receive into nothing waits for the next message without holding a buffer for it.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);

            if (first.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);

            try
            {
                assembling(true);
                var (length, reason, hasClosed) = first switch
                {
                    { MessageType: WebSocketMessageType.Binary } => (0, CloseReason.TextOnly, false),
                    { EndOfMessage: true } => (0, null, false),
                    _ => await Assemble(),
                };
                assembling(false);

                if (hasClosed)
                {
                    return;
                }

                if (reason is not null)
                {
                    refuse(reason);

                    // Reads on so that the peer's answer to our close is seen, but takes nothing more.
                    await Discard(buffer);
                    return;
                }

                await receive(buffer.AsMemory(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            async Task<(int Length, CloseReason? Refusal, bool HasClosed)> Assemble()
            {
                var length = 0;

                while (true)
                {
                    if (length == buffer.Length)
                    {
                        Grow(ref buffer, length);
                    }

                    var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;

                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        return (0, null, true);
                    }

                    if (length > limit)
                    {
                        return (0, CloseReason.TooLarge, false);
                    }

                    if (part.EndOfMessage)
                    {
                        // The socket does not look at what an empty last fragment leaves open.
                        return Utf8.IsValid(buffer.AsSpan(0, length))
                            ? (length, null, false)
                            : (0, CloseReason.NotUtf8, false);
                    }
                }
            }
        }
    }

    private async Task Discard(byte[] buffer)
    {
        ValueWebSocketReceiveResult part;

        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        }
        while (part.MessageType != WebSocketMessageType.Close);
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
