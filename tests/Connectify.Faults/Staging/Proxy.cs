using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Connectify.Faults.Staging;

/// <summary>Stands between two programs on TCP, and can stall, cut and refuse what goes through it.</summary>
internal sealed class Proxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<ProxiedConnection, byte> _open = [];
    private readonly int _target;
    private volatile bool _refuses;
    private volatile TaskCompletionSource _flow = Open();

    internal Proxy(int target)
    {
        _target = target;
        _listener.Server.NoDelay = true;
        _listener.Start(512);
        _ = Serve();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Those that are open now.</summary>
    internal IReadOnlyList<ProxiedConnection> Connections => [.. _open.Keys];

    /// <summary>From now on nothing goes through in either direction, and nobody is told.</summary>
    internal void Stall()
    {
        if (_flow.Task.IsCompleted)
        {
            _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>From now on new connections are reset.</summary>
    internal void Refuse() => _refuses = true;

    /// <summary>Everything goes through again, also what was held back.</summary>
    internal void Heal()
    {
        _refuses = false;
        _flow.TrySetResult();
    }

    /// <summary>Resets every connection.</summary>
    internal void Reset()
    {
        foreach (var connection in Connections)
        {
            connection.Reset();
        }
    }

    /// <summary>Waits while everything is stalled.</summary>
    internal Task Flow() => _flow.Task;

    public void Dispose()
    {
        _listener.Dispose();
        Heal();
        Reset();
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();

        return open;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                _ = Pass(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task Pass(Socket client)
    {
        var connection = new ProxiedConnection(this, client);
        _open[connection] = 0;

        try
        {
            if (_refuses)
            {
                connection.Reset();
            }
            else
            {
                await connection.Pass(_target);
            }
        }
        finally
        {
            _open.TryRemove(connection, out _);
            connection.Dispose();
        }
    }
}
