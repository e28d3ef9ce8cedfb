using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Connectify.Faults.Loading;

/// <summary>Opens a socket and never reads from it.</summary>
internal sealed class SilentReader : IDisposable
{
    private const string Established = "01";

    private readonly Socket _socket;
    private readonly int _node;

    private SilentReader(Socket socket, int node) => (_socket, _node) = (socket, node);

    /// <summary>True while the node holds its end of the connection open, as this machine's kernel tells it.</summary>
    internal bool IsOpen
    {
        get
        {
            var (local, remote) = ($":{_node:X4}", $":{((IPEndPoint)_socket.LocalEndPoint!).Port:X4}");

            return new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Any(fields => fields.Length > 3 && fields[1].EndsWith(local, StringComparison.Ordinal)
                    && fields[2].EndsWith(remote, StringComparison.Ordinal) && fields[3] == Established);
        }
    }

    /// <summary>Asks a node for a socket on a chat, and says nothing more.</summary>
    internal static async Task<SilentReader> Open(int node, Chat chat, Person person)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, node));
        var key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {chat.SocketPath}?token={person.Token} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"));

        return new SilentReader(socket, node);
    }

    public void Dispose() => _socket.Dispose();
}
