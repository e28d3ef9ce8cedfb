using System.Net;
using System.Net.Sockets;

namespace Connectify.Faults.Staging;

/// <summary>One connection through a <see cref="Proxy"/>.</summary>
internal sealed class ProxiedConnection(Proxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _end = new();
    private volatile TaskCompletionSource? _stall;

    /// <summary>Passes bytes on both ways until either side has closed both.</summary>
    internal async Task Pass(int target)
    {
        try
        {
            client.NoDelay = true;
            await proxy.Flow().WaitAsync(_end.Token);
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), _end.Token);
            await Task.WhenAll(Pass(client, _server), Pass(_server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Whichever way it ended, both sides are to know.
        }
    }

    /// <summary>Nothing goes through any more, and nobody is told.</summary>
    internal void Stall() => _stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The client hears that the other side has ended; what it says itself still goes through.</summary>
    internal void HalfClose()
    {
        try
        {
            client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>Ends it for both sides without a word.</summary>
    internal void Reset()
    {
        foreach (var socket in new[] { client, _server })
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }

            socket.Dispose();
        }

        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }

        _stall?.TrySetResult();
    }

    public void Dispose()
    {
        Reset();
        _end.Dispose();
    }

    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[16_384];

        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var length)
            {
                await Flow();

                for (var sent = 0; sent < length;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), _end.Token);
                }
            }

            await Flow();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset();
        }
    }

    private async Task Flow()
    {
        await proxy.Flow().WaitAsync(_end.Token);

        if (_stall is { } stall)
        {
            await stall.Task.WaitAsync(_end.Token);
        }
    }
}
