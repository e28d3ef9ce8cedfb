using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Connectify.Benchmarks.Loading;
using Connectify.Faults.Staging;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Database;

namespace Connectify.Benchmarks.Staging;

/// <summary>A program that serves: the service, or what it is compared with.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Executable _process;
    private readonly HashSet<(string Scenario, bool IsRest)> _known = [];

    private Server(Executable process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    internal int ProcessId => _process.Id;

    /// <summary>From its start until it first answered with a 200.</summary>
    internal TimeSpan ReadyAfter { get; private set; }

    /// <summary>True the first time that it is put under a kind of load, for which nothing is compiled yet.</summary>
    internal bool IsNew(Job job) => _known.Add((job.Scenario, job.IsRest));

    /// <summary>Starts a program that serves on a free port, and waits until it does.</summary>
    /// <param name="recipe">How it is started.</param>
    /// <exception cref="CannotStartException">It does not get ready.</exception>
    internal static async Task<Server> Start(Recipe recipe)
    {
        var port = LoopbackPort.Free();
        var log = Path.Combine(recipe.Folder, $"{recipe.Name}-{port}.log");
        var watch = Stopwatch.StartNew();
        var process = Executable.Start(
            recipe.Command(port), recipe.Folder, log, recipe.Environment(port), "ulimit -n \"$(ulimit -Hn)\"");
        var server = new Server(process, port);

        while (!await server.IsReady(recipe.Health))
        {
            if (!process.IsAlive || watch.Elapsed > Patience)
            {
                await server.DisposeAsync();

                throw new CannotStartException($"{recipe.Name} does not get ready: {string.Join('\n', File.ReadLines(log).TakeLast(12))}");
            }

            await Task.Delay(Pause);
        }

        server.ReadyAfter = watch.Elapsed;

        return server;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // By hand: a client with a pool and a handler chain would compete with what starts.
    private async Task<bool> IsReady(string path)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            await client.Client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"));
            var answer = new byte["HTTP/1.1 200".Length];
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(answer);

            return answer.AsSpan().SequenceEqual("HTTP/1.1 200"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
