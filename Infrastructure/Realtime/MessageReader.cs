using System.Buffers;
using System.Net.WebSockets;
using System.Text.Unicode;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Puts the fragments of a socket together into text messages, up to a size.</summary>
internal sealed class MessageReader(Connection connection, WebSocket socket, int limit)
{
    private const int FirstBuffer = 4096;

    // None while nothing arrives.
    private byte[] _buffer = [];

    /// <summary>Reads until the peer closes, or sends what is refused, with which the connection is closed.</summary>
    /// <param name="receive">Takes each message. Its memory is valid until the task ends.</param>
    internal async Task Read(Func<ReadOnlyMemory<byte>, Task> receive)
    {
        while (true)
        {
            // A receive into nothing waits for the next message without holding a buffer for it.
            var first = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);

            if (first.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);

            try
            {
                connection.IsAssembling = true;
                var (length, refusal, hasClosed) = first switch
                {
                    { MessageType: WebSocketMessageType.Binary } => (0, CloseReason.TextOnly, false),
                    { EndOfMessage: true } => (0, null, false),
                    _ => await Assemble(),
                };
                connection.IsAssembling = false;

                if (hasClosed)
                {
                    return;
                }

                if (refusal is not null)
                {
                    connection.Close(refusal);

                    // Reads on so that the peer's answer to our close is seen, but takes nothing more.
                    await Discard();
                    return;
                }

                await receive(_buffer.AsMemory(0, length));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = [];
            }
        }
    }

    private async Task<(int Length, CloseReason? Refusal, bool HasClosed)> Assemble()
    {
        var length = 0;

        while (true)
        {
            if (length == _buffer.Length)
            {
                Grow();
            }

            var part = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
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
                return Utf8.IsValid(_buffer.AsSpan(0, length))
                    ? (length, null, false)
                    : (0, CloseReason.NotUtf8, false);
            }
        }
    }

    private async Task Discard()
    {
        ValueWebSocketReceiveResult part;

        do
        {
            part = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
        }
        while (part.MessageType != WebSocketMessageType.Close);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan().CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
