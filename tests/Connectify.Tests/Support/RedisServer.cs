using System.Net.Sockets;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

[assembly: AssemblyFixture(typeof(RedisServer.Shutdown))]

namespace Connectify.Tests.Support;

/// <summary>
/// A Redis without persistence on a port that it keeps: a container where an engine answers, else the machine's own
/// <c>redis-server</c> as a process. One is shared by the run; a test that stops or stalls it has one of its own.
/// </summary>
internal abstract class RedisServer : IAsyncDisposable
{
    protected const string Host = "127.0.0.1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly Lazy<Task<RedisServer>> Shared = new(() => StartOwn());

    /// <summary>The server of the run; it is started by whoever asks first.</summary>
    internal static Task<RedisServer> Running => Shared.Value;

    /// <summary>Why there can be none, or null. The gate has to have one.</summary>
    internal static string? Missing =>
        DockerEngine.Answers() || Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || RedisProcess.Program is not null
            ? null
            : "There is neither a container engine nor redis-server for a Redis.";

    internal int Port { get; } = LoopbackPort.Free();

    /// <summary>How to connect to it.</summary>
    internal string ConnectionString => $"{Host}:{Port}";

    /// <summary>True for a cluster, though of this one server, so that channels are sharded.</summary>
    protected bool IsCluster { get; private init; }

    /// <summary>Starts one that nobody else uses.</summary>
    /// <param name="isCluster">Whether it is a cluster, with all slots on this one server.</param>
    internal static async Task<RedisServer> StartOwn(bool isCluster = false)
    {
        RedisServer server = DockerEngine.Answers()
            ? new RedisContainer { IsCluster = isCluster }
            : new RedisProcess { IsCluster = isCluster };
        await server.Start();

        if (isCluster)
        {
            await server.Say("CLUSTER ADDSLOTSRANGE 0 16383", "+OK");
            await server.Say("CLUSTER INFO", "cluster_state:ok");
        }

        return server;
    }

    /// <summary>Starts it, again on the same port, and returns when it answers.</summary>
    internal async Task Start()
    {
        await Launch();
        await Say("PING", "+PONG");
    }

    /// <summary>Waits until so many nodes listen to a channel.</summary>
    internal Task Listened(string channel, int nodes) => Say($"PUBSUB NUMSUB {channel}", $":{nodes}\r\n");

    /// <summary>Ends it without a warning: whoever connects is refused.</summary>
    internal abstract Task Stop();

    /// <summary>Makes it silent: connections stay, and new ones are taken, but nothing is answered.</summary>
    internal abstract Task Stall();

    /// <summary>Ends a stall.</summary>
    internal abstract Task GoOn();

    public abstract ValueTask DisposeAsync();

    protected abstract Task Launch();

    // Until it answers so: after a start it may take a moment, and a cluster of one takes two seconds to trust itself.
    private async Task Say(string command, string expected)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(Pause))
        {
            var answer = await Ask($"{command}\r\n");

            if (answer.Contains(expected, StringComparison.Ordinal))
            {
                return;
            }

            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"Redis on port {Port} answers {command} with: {answer}");
            }
        }
    }

    private async Task<string> Ask(string command)
    {
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(Patience);

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host, Port, patience.Token);
            await client.Client.SendAsync(System.Text.Encoding.ASCII.GetBytes(command), patience.Token);
            var length = await client.Client.ReceiveAsync(buffer, patience.Token);

            return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }

    /// <summary>Stops the server at the end of the run, if one was started.</summary>
    public sealed class Shutdown : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Shared.IsValueCreated)
            {
                await (await Shared.Value).DisposeAsync();
            }
        }
    }
}
