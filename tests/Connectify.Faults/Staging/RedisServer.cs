using System.Net.Sockets;
using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>A Redis that keeps nothing, and that can be killed, stopped in its tracks and started again on the same port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _folder;
    private Executable? _server;

    private RedisServer(string program, string folder) => (_program, _folder) = (program, folder);

    internal int Port { get; } = LoopbackPort.Free();

    /// <summary>Starts one.</summary>
    /// <exception cref="MissingProgramException">There is none on this machine.</exception>
    internal static async Task<RedisServer> Start(string folder)
    {
        var program = Executable.Find("redis-server") ?? Executable.Find("valkey-server")
            ?? throw new MissingProgramException("redis-server");
        var redis = new RedisServer(program, folder);
        await redis.Resume();

        return redis;
    }

    /// <summary>Starts it again, and returns when it takes connections.</summary>
    internal async Task Resume()
    {
        string[] command = [_program, "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder];
        _server = Executable.Start(command, _folder, Path.Combine(_folder, "redis.log"));

        for (var end = DateTime.UtcNow.AddSeconds(10); DateTime.UtcNow < end; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);

                return;
            }
            catch (SocketException)
            {
            }
        }

        throw new InvalidOperationException("redis-server does not start.");
    }

    internal Task Kill() => _server!.Kill();

    internal Task Pause() => _server!.Signal("STOP");

    internal Task Continue() => _server!.Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
