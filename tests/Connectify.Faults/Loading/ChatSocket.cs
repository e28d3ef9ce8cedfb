using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Connectify.Faults.Staging;

namespace Connectify.Faults.Loading;

/// <summary>An open socket of a person on a chat.</summary>
internal sealed class ChatSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16_384];
    private readonly SemaphoreSlim _writing = new(1);

    private ChatSocket()
    {
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(2);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(4);
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.Proxy = null;
    }

    /// <summary>What the service closed with; null where the socket broke.</summary>
    internal int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Opens one.</summary>
    internal static async Task<ChatSocket> Open(Entrance entrance, Chat chat, Person person, string? cursor, CancellationToken cancel)
    {
        var socket = new ChatSocket();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var query = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";

        try
        {
            await socket._socket.ConnectAsync(entrance.Socket($"{chat.SocketPath}?token={person.Token}{query}"), patience.Token);

            return socket;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            var status = (int)socket._socket.HttpStatusCode;
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();

            throw new SocketRefusedException(status, e);
        }
    }

    internal async Task Send(object frame, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);

        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame), WebSocketMessageType.Text, true, cancel);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next frame, or nothing where the service has closed.</summary>
    internal async Task<JsonElement?> Receive(CancellationToken cancel)
    {
        using var text = new MemoryStream();

        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer, cancel);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await Answer(cancel);

                return null;
            }

            if (part.EndOfMessage && text.Length == 0)
            {
                return JsonElement.Parse(_buffer.AsSpan(0, part.Count));
            }

            text.Write(_buffer, 0, part.Count);

            if (part.EndOfMessage)
            {
                return JsonElement.Parse(Encoding.UTF8.GetString(text.ToArray()));
            }
        }
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
        _writing.Dispose();
    }

    private async Task Answer(CancellationToken cancel)
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (WebSocketException)
        {
            // The service has said why, and need not wait for the answer.
        }
    }
}

/// <summary>A socket was not opened.</summary>
/// <param name="status">The answer's status; 0 where none came.</param>
/// <param name="cause">Why.</param>
internal sealed class SocketRefusedException(int status, Exception cause) : Exception($"not opened ({status}): {cause.Message}", cause)
{
    internal int Status { get; } = status;
}
