using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>Stands between a service and its PostgreSQL, and can lose what the database answers.</summary>
internal sealed class DatabaseProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly NpgsqlConnectionStringBuilder _database;
    private volatile bool _losesAnswers;
    private volatile int _connections;

    internal DatabaseProxy(string connectionString)
    {
        _database = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _ = Serve();
    }

    /// <summary>How to connect to the database through it.</summary>
    internal string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;

    /// <summary>How often it has been connected to.</summary>
    internal int Connections => _connections;

    /// <summary>From now on nothing that the database says arrives.</summary>
    internal void LoseAnswers() => _losesAnswers = true;

    /// <summary>Breaks every connection. New ones are in order again.</summary>
    internal void Cut()
    {
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }

        _losesAnswers = false;
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                _connections++;
                var server = await Connect();
                _open.Add(client);
                _open.Add(server);
                _ = Pass(client, server, isAnswer: false);
                _ = Pass(server, client, isAnswer: true);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task<Socket> Connect()
    {
        EndPoint address = _database.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{_database.Host}/.s.PGSQL.{_database.Port}")
            : new DnsEndPoint(_database.Host, _database.Port);
        var server = address is DnsEndPoint
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(address);

        return server;
    }

    private async Task Pass(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[8192];

        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (!isAnswer || !_losesAnswers)
                {
                    await to.SendAsync(buffer.AsMemory(0, length));
                }
            }

            to.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
