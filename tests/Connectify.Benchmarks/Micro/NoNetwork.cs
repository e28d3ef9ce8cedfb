using System.Net.WebSockets;

namespace Connectify.Benchmarks.Micro;

/// <summary>A socket that sends into nothing, at once, and receives nothing until it is cut.</summary>
/// <param name="sent">Called after each message.</param>
internal sealed class NoNetwork(Action sent) : WebSocket
{
    private readonly TaskCompletionSource<ValueWebSocketReceiveResult> _end =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebSocketState _state = WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _end.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
    }

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        sent();

        return ValueTask.CompletedTask;
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken) => new(_end.Task);

    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await _end.Task;

        return new WebSocketReceiveResult(received.Count, received.MessageType, received.EndOfMessage);
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override void Dispose() => Abort();
}
