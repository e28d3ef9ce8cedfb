using System.Net.WebSockets;

namespace Connectify.Infrastructure.Realtime;

/// <summary>A socket that is closed as soon as it was opened: reads nothing of what the peer sends.</summary>
internal static class ClosedConnection
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Says why, and waits a moment for the peer to hear it.</summary>
    internal static async Task Close(WebSocket socket, CloseReason reason)
    {
        using var closed = socket;
        using var grace = new CancellationTokenSource(Grace);

        try
        {
            await socket.CloseAsync((WebSocketCloseStatus)reason.Code, reason.Text, grace.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }
}
