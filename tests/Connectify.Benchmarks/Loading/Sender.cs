using System.Text;

namespace Connectify.Benchmarks.Loading;

/// <summary>Somebody who sends marked messages: the same bytes each time, but for the marker.</summary>
internal sealed class Sender
{
    private static readonly byte[] Before = "{\"type\":\"message\",\"content\":\""u8.ToArray();
    private static readonly byte[] After = "\"}"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly int _index;
    private readonly byte[] _bytes;
    private readonly int _message;
    private WebSocketWire? _socket;
    private HttpWire? _http;

    private Sender(int index, byte[] head)
    {
        _index = index;
        _bytes = [.. head, .. Before, .. Marker.Blank(), .. After];
        _message = head.Length + Before.Length;
    }

    /// <summary>The number of the newest message that it has sent.</summary>
    internal int Number { get; private set; }

    /// <summary>One who sends over a socket.</summary>
    internal static Sender Over(WebSocketWire socket, int index) => new(index, []) { _socket = socket };

    /// <summary>One who sends over REST.</summary>
    internal static Sender Over(HttpWire http, int index, int port, Door door)
    {
        var length = Before.Length + Marker.MessageLength + After.Length;

        return new(index, HttpWire.Head(port, door.Send, door.Token, length)) { _http = http };
    }

    /// <summary>Sends its next message.</summary>
    internal void Send() => Send(Number + 1);

    /// <summary>Sends a message under a number.</summary>
    internal void Send(int number)
    {
        lock (_lock)
        {
            Number = number;
            Marker.Write(_bytes.AsSpan(_message), _index, number);
            _socket?.SendText(_bytes);
            _http?.SendRequest(_bytes);
        }
    }

    /// <summary>True for a frame that tells of an error, with its text.</summary>
    internal static bool IsError(ReadOnlySpan<byte> text, out string error)
    {
        var isError = text.StartsWith("{\"type\":\"error\""u8);
        error = isError ? Encoding.UTF8.GetString(text) : "";

        return isError;
    }
}
