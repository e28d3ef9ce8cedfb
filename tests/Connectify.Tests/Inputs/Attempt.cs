using System.Text;

namespace Connectify.Tests.Inputs;

/// <summary>A request that may be anything: who sends it, and what, to the byte.</summary>
/// <param name="Caller">A key of <see cref="World.Tokens"/>.</param>
/// <param name="Route">What it was made for, to tell failures apart.</param>
/// <param name="Target">The path and query, not encoded any further.</param>
/// <param name="Headers">Beside <c>Host</c>, <c>Authorization</c> and <c>Content-Length</c>.</param>
/// <param name="Body">Null for none.</param>
internal sealed record Attempt(
    string Caller, string Route, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body)
{
    private const int MostShown = 1500;

    /// <summary>The request as it goes over the wire.</summary>
    internal byte[] Bytes(string? token)
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");

        if (Headers.All(header => header.Name != "Host"))
        {
            head.Append("Host: localhost\r\n");
        }

        if (token is not null)
        {
            head.Append($"Authorization: Bearer {token}\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        if (Body is not null)
        {
            head.Append($"Content-Length: {Body.Length}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <summary>In a form that can be sent again by hand: bytes that are not plain ASCII as <c>\xff</c>.</summary>
    public override string ToString()
    {
        var headers = string.Concat(Headers.Select(header => $"\n{header.Name}: {header.Value}"));

        return $"{Route}, as {Caller}:\n{Escape(Encoding.UTF8.GetBytes($"{Method} {Target}{headers}"))}\n\n{Escape(Body ?? [])}";
    }

    /// <summary>Bytes as text, cut where they are many.</summary>
    internal static string Escape(byte[] bytes)
    {
        var text = string.Concat(bytes.Take(MostShown).Select(
            value => value is (byte)'\n' or (>= 0x20 and < 0x7f) ? ((char)value).ToString() : $"\\x{value:x2}"));

        return bytes.Length > MostShown ? $"{text}… ({bytes.Length} bytes)" : text;
    }
}
