using System.Buffers.Text;
using System.Text;

namespace Connectify.Benchmarks.Loading;

/// <summary>Takes the status of an answer, and its body as it came: of one in chunks with their heads.</summary>
internal delegate void AnswerHandler(int status, ReadOnlySpan<byte> body);

/// <summary>A connection over which one request after the other is sent, each after the answer to the one before.</summary>
internal sealed class HttpWire : Wire
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    private AnswerHandler _handle = static (_, _) => { };

    private HttpWire()
    {
    }

    /// <summary>Connects.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="handle">Gets each answer.</param>
    /// <param name="onLost">Called where the connection ends before its time.</param>
    internal static async Task<HttpWire> Open(int port, AnswerHandler handle, Action<string> onLost)
    {
        var wire = new HttpWire { _handle = handle, OnLost = onLost };

        try
        {
            await wire.Connect(port);
            _ = wire.Pump(wire.Answers);

            return wire;
        }
        catch
        {
            wire.Dispose();

            throw;
        }
    }

    /// <summary>The bytes of a POST, up to its body.</summary>
    internal static byte[] Head(int port, string path, string token, int length) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n");

    /// <summary>Sends a whole request.</summary>
    internal void SendRequest(ReadOnlySpan<byte> request) => Send(request);

    private int Answers(ReadOnlySpan<byte> received)
    {
        var at = 0;

        while (TryRead(received[at..], out var status, out var head, out var length))
        {
            var body = received.Slice(at + head, length);
            at += head + length;
            _handle(status, body);
        }

        return at;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out int status, out int head, out int length)
    {
        (status, length) = (0, 0);
        head = bytes.IndexOf(HeadEnd) + HeadEnd.Length;

        if (head < HeadEnd.Length)
        {
            return false;
        }

        var headers = bytes[..head];
        status = Utf8Parser.TryParse(headers["HTTP/1.1 ".Length..], out int code, out _) ? code : throw new FormatException("no status");
        length = Number(headers, "Content-Length: "u8, 'D') ?? Chunks(bytes[head..]);

        return length >= 0 && bytes.Length >= head + length;
    }

    // How long a body in chunks is, with their heads; -1 while it is not there to its end.
    private static int Chunks(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; ;)
        {
            var line = bytes[at..].IndexOf("\r\n"u8);

            if (line < 0 || !Utf8Parser.TryParse(bytes.Slice(at, line), out int size, out _, 'X'))
            {
                return -1;
            }

            at += line + 2 + size + 2;

            if (at > bytes.Length)
            {
                return -1;
            }

            if (size == 0)
            {
                return at;
            }
        }
    }

    private static int? Number(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name, char format)
    {
        var at = headers.IndexOf(name);

        return at >= 0 && Utf8Parser.TryParse(headers[(at + name.Length)..], out int number, out _, format) ? number : null;
    }
}
