using System.Buffers.Binary;
using System.Text;

namespace Connectify.Benchmarks.Loading;

/// <summary>Takes the text of a frame.</summary>
internal delegate void TextHandler(ReadOnlySpan<byte> text);

/// <summary>A client of a WebSocket. What it gets are whole frames, which is all that the servers here send.</summary>
internal sealed class WebSocketWire : Wire
{
    private const byte Final = 0x80;
    private const byte Text = 0x81;
    private const byte CloseFrame = 0x88;
    private const byte PingFrame = 0x89;
    private const byte PongFrame = 0x8a;
    private const byte Masked = 0x80;
    private const int LongestHead = 8;

    private TextHandler _handle = static _ => { };

    private WebSocketWire()
    {
    }

    /// <summary>Opens a socket.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="path">With its query.</param>
    /// <param name="handle">Gets each text that comes.</param>
    /// <param name="onLost">Called where the socket ends before its time.</param>
    internal static async Task<WebSocketWire> Open(int port, string path, TextHandler handle, Action<string> onLost)
    {
        var wire = new WebSocketWire { _handle = handle, OnLost = onLost };

        try
        {
            await wire.Connect(port);
            wire.Send(Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n"));
            await wire.Await(Upgrade);
            _ = wire.Pump(wire.Frames);

            return wire;
        }
        catch
        {
            wire.Dispose();

            throw;
        }
    }

    /// <summary>Sends a text.</summary>
    internal void SendText(ReadOnlySpan<byte> text) => SendFrame(Text, text);

    /// <summary>Says that it goes.</summary>
    internal void SendClose() => SendFrame(CloseFrame, [0x03, 0xe8]);

    private static int Upgrade(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);

        return end >= 0 && !received.StartsWith("HTTP/1.1 101"u8)
            ? throw new IOException($"no upgrade: {Encoding.ASCII.GetString(received[..received.IndexOf((byte)'\r')])}")
            : end < 0 ? 0 : end + 4;
    }

    private int Frames(ReadOnlySpan<byte> received)
    {
        var at = 0;

        while (End is null && TryRead(received[at..], out var head, out var payload))
        {
            at += head + payload.Length;
            Handle(received[at - head - payload.Length], payload);
        }

        return at;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out int head, out ReadOnlySpan<byte> payload)
    {
        head = 2;
        payload = default;

        if (bytes.Length < head)
        {
            return false;
        }

        head = bytes[1] switch { 126 => 4, 127 => 10, _ => 2 };

        if (bytes.Length < head)
        {
            return false;
        }

        var length = head switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            10 => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => bytes[1],
        };

        if (bytes.Length < head + length)
        {
            return false;
        }

        payload = bytes.Slice(head, (int)length);

        return true;
    }

    private void Handle(byte kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case Text:
                _handle(payload);
                break;
            case PingFrame:
                SendFrame(PongFrame, payload);
                break;
            case CloseFrame:
                End = payload.Length < 2 ? "closed" : $"closed with {BinaryPrimitives.ReadUInt16BigEndian(payload)}";
                break;
            case < Final:
                throw new FormatException("a frame in parts");
        }
    }

    // A mask of zeros is a mask, and saves the work.
    private void SendFrame(byte kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> frame = stackalloc byte[LongestHead + payload.Length];
        var head = payload.Length < 126 ? 6 : LongestHead;
        frame[..head].Clear();
        frame[0] = kind;
        frame[1] = (byte)(Masked | Math.Min(payload.Length, 126));

        if (head == LongestHead)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payload.Length);
        }

        payload.CopyTo(frame[head..]);
        Send(frame[..(head + payload.Length)]);
    }
}
