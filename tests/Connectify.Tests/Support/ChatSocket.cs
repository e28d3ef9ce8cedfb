using System.Net.WebSockets;
using System.Text.Json;
using Connectify.Infrastructure.Http;
using Connectify.Tests.AsyncApi;

namespace Connectify.Tests.Support;

/// <summary>
/// A socket of a person on a chat, which sees frames in order. Heartbeats are passed over unless asked for. Each frame has
/// to be as the document of the sockets says.
/// </summary>
internal sealed class ChatSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket;
    private readonly SocketChannel _channel;

    private ChatSocket(ClientWebSocket socket, SocketChannel channel) => (_socket, _channel) = (socket, channel);

    internal string? Protocol => _socket.SubProtocol;

    /// <summary>What the service closed with.</summary>
    internal int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Opens a socket. Whether the service lets it stay is seen by what follows.</summary>
    internal static Task<ChatSocket> Open(App app, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null) =>
        Open(app.BaseAddress, pathAndQuery, configure);

    /// <summary>Opens one on a service that is a process of its own.</summary>
    internal static async Task<ChatSocket> Open(
        Uri service, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        configure?.Invoke(socket.Options);
        var address = new UriBuilder(new Uri(service, pathAndQuery)) { Scheme = "ws" }.Uri;
        using var patience = Wait();
        await socket.ConnectAsync(address, patience.Token);

        return new ChatSocket(socket, SocketDocument.Todays.ChannelOf(pathAndQuery));
    }

    /// <summary>Sends a frame that the document has.</summary>
    internal Task Send(object frame)
    {
        var json = JsonSerializer.SerializeToElement(frame, Json.Options);
        ShouldBeAsDocumented(_channel.FaultOfSent(json), json);

        return SendText(json.GetRawText());
    }

    /// <summary>Sends what the document has not.</summary>
    internal Task SendWrong(object frame)
    {
        var json = JsonSerializer.SerializeToElement(frame, Json.Options);
        _channel.FaultOfSent(json).ShouldNotBeNull($"By docs/asyncapi.yaml there is nothing wrong with {json}");

        return SendText(json.GetRawText());
    }

    /// <summary>Sends any text.</summary>
    internal async Task SendText(string text)
    {
        using var patience = Wait();
        LogWatch.HideThoseIn(text);
        await _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, patience.Token);
    }

    internal async Task SendPart(byte[] part, bool isLast, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        using var patience = Wait();
        await _socket.SendAsync(part, type, isLast, patience.Token);
    }

    /// <summary>The next frame, which should be of this type.</summary>
    internal async Task<JsonElement> Next(string type)
    {
        var frame = await NextOfAny(includeHeartbeats: type == "heartbeat");
        frame.Text("type").ShouldBe(type, frame.ToString());

        return frame;
    }

    /// <summary>The next frame, whatever it is.</summary>
    internal async Task<JsonElement> NextOfAny(bool includeHeartbeats = false)
    {
        while (true)
        {
            var received = await Receive();
            received.ShouldNotBeNull($"The socket was closed with {(int?)_socket.CloseStatus}.");
            var frame = received.Value;

            if (includeHeartbeats || frame.Text("type") != "heartbeat")
            {
                return frame;
            }
        }
    }

    /// <summary>The next frame of this type; others before it are passed over.</summary>
    internal async Task<JsonElement> Find(string type)
    {
        while (true)
        {
            var frame = await NextOfAny(includeHeartbeats: true);

            if (frame.Text("type") == type)
            {
                return frame;
            }
        }
    }

    /// <summary>All frames up to the first that is meant, and that one.</summary>
    internal async Task<IReadOnlyList<JsonElement>> Until(Func<JsonElement, bool> isMeant)
    {
        var frames = new List<JsonElement>();

        do
        {
            frames.Add(await NextOfAny());
        }
        while (!isMeant(frames[^1]));

        return frames;
    }

    /// <summary>All frames up to the close.</summary>
    internal async Task<IReadOnlyList<JsonElement>> UntilClosed()
    {
        var frames = new List<JsonElement>();

        while (await Receive() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Nothing has come that has not been read: the answer to a ping is the next frame.</summary>
    internal async Task ShouldBeSilent()
    {
        await Send(new { Type = "ping" });
        await Next("pong");
    }

    /// <summary>Sends a frame, and gives all that comes up to the answer to a ping, or up to the close.</summary>
    internal async Task<IReadOnlyList<JsonElement>> Converse(string? frame)
    {
        var frames = new List<JsonElement>();

        try
        {
            if (frame is not null)
            {
                await SendText(frame);
            }

            await Send(new { Type = "ping" });
        }
        catch (WebSocketException)
        {
            // The service may have closed already: that is seen below.
        }

        while ((frames.Count == 0 || frames[^1].Text("type") != "pong") && await Receive() is { } received)
        {
            frames.Add(received);
        }

        return frames;
    }

    /// <summary>The service closes the socket with this code; frames before that are passed over.</summary>
    internal async Task<string?> ShouldClose(int code)
    {
        await ShouldClose();
        CloseCode.ShouldBe(code, _socket.CloseStatusDescription);

        return _socket.CloseStatusDescription;
    }

    /// <summary>The service closes the socket with this code, and says nothing more before that.</summary>
    internal async Task ShouldBeClosedNext(int code)
    {
        (await Receive()).ShouldBeNull();
        CloseCode.ShouldBe(code, _socket.CloseStatusDescription);
    }

    /// <summary>The service closes the socket; frames before that are passed over.</summary>
    internal async Task ShouldClose()
    {
        while (await Receive() is not null)
        {
        }
    }

    /// <summary>The client closes, and the service answers.</summary>
    internal async Task Close(int code = 1000)
    {
        using var patience = Wait();
        await _socket.CloseAsync((WebSocketCloseStatus)code, "bye", patience.Token);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonElement?> Receive()
    {
        if (await ReceiveText() is not { } text)
        {
            return null;
        }

        var frame = JsonSerializer.Deserialize<JsonElement>(text);
        ShouldBeAsDocumented(_channel.FaultOfReceived(frame), frame);

        return frame;
    }

    // The text is made for those only that fail.
    private static void ShouldBeAsDocumented(string? fault, JsonElement frame)
    {
        if (fault is not null)
        {
            fault.ShouldBeNull($"docs/asyncapi.yaml says otherwise of {frame}");
        }
    }

    private async Task<byte[]?> ReceiveText()
    {
        using var patience = Wait();
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];

        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, patience.Token);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await AnswerClose(patience.Token);

                return null;
            }

            text.Write(buffer, 0, part.Count);

            if (part.EndOfMessage)
            {
                return text.ToArray();
            }
        }
    }

    private async Task AnswerClose(CancellationToken cancel)
    {
        try
        {
            if (_socket.State == WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
            }
        }
        catch (WebSocketException)
        {
            // The service has said why, and need not wait for the answer.
        }
    }

    private static CancellationTokenSource Wait()
    {
        var wait = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        wait.CancelAfter(Patience);

        return wait;
    }
}
