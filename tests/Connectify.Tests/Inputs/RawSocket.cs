using System.Net;
using System.Net.Sockets;
using System.Text;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>A WebSocket spoken byte by byte, so that what is sent need not be the protocol.</summary>
internal sealed class RawSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _connection = new() { NoDelay = true };

    /// <summary>What the service answered to the handshake, status line and headers.</summary>
    internal string Handshake { get; private set; } = "";

    /// <summary>Opens a socket on a conversation.</summary>
    /// <param name="headers">Further headers, each with its line end.</param>
    internal static async Task<RawSocket> Open(App app, Person person, long chat, string headers = "")
    {
        var socket = new RawSocket();
        await socket._connection.ConnectAsync(IPAddress.Loopback, app.BaseAddress.Port, TestContext.Current.CancellationToken);
        await socket.Send(Encoding.ASCII.GetBytes(
            $"GET /ws/messaging/conversations/{chat}/?token={person.Token} HTTP/1.1\r\nHost: {app.BaseAddress.Authority}\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"));

        while (!socket.Handshake.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            socket.Handshake += (char)((await socket.Read(1)) ?? throw new IOException(socket.Handshake))[0];
        }

        return socket;
    }

    /// <summary>A frame as a client has to send it: masked, with a mask of zeros.</summary>
    internal static byte[] Frame(byte first, params byte[] content) =>
        content.Length < 126
            ? [first, (byte)(0x80 | content.Length), 0, 0, 0, 0, .. content]
            : [first, 0x80 | 126, (byte)(content.Length >> 8), (byte)content.Length, 0, 0, 0, 0, .. content];

    internal async Task Send(byte[] bytes)
    {
        using var patience = Wait();
        await _connection.GetStream().WriteAsync(bytes, patience.Token);
    }

    /// <summary>The code that the service closes with, or null where it only ends the connection.</summary>
    internal async Task<int?> CloseCode()
    {
        while (await Read(2) is [var first, var length])
        {
            var size = length switch
            {
                126 => await Read(2) is [var high, var low] ? (high << 8) + low : 0,
                _ => length,
            };
            var content = await Read(size);

            if (first == 0x88)
            {
                return content is [var high, var low, ..] ? (high << 8) + low : null;
            }
        }

        return null;
    }

    public void Dispose() => _connection.Dispose();

    private async Task<byte[]?> Read(int count)
    {
        using var patience = Wait();
        var bytes = new byte[count];
        var read = await _connection.GetStream().ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, patience.Token);

        return read == count ? bytes : null;
    }

    private static CancellationTokenSource Wait()
    {
        var wait = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        wait.CancelAfter(Patience);

        return wait;
    }
}
