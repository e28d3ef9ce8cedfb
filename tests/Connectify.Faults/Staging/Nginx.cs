using System.Net.Sockets;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>nginx in front of the nodes, with the repository's own configuration.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Template = "deploy/nginx/connectify.conf.template";

    private readonly Executable _server;

    private Nginx(Executable server, int port) => (_server, Port) = (server, port);

    internal int Port { get; }

    /// <summary>Starts it in front of the nodes that listen on these ports.</summary>
    /// <exception cref="MissingProgramException">There is none on this machine.</exception>
    internal static async Task<Nginx> Start(string folder, IReadOnlyList<int> nodes)
    {
        var program = Executable.Find("nginx") ?? throw new MissingProgramException("nginx");
        var port = LoopbackPort.Free();
        var own = Directory.CreateDirectory(Path.Combine(folder, "nginx")).FullName;
        var configuration = Path.Combine(own, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Fill(own, port, nodes));

        var log = Path.Combine(folder, "nginx.log");
        string[] command = [program, "-p", own, "-c", configuration, "-e", Path.Combine(own, "error.log"), "-g", "daemon off;"];
        var nginx = new Nginx(Executable.Start(command, own, log), port);

        return await nginx.Listens()
            ? nginx
            : throw new InvalidOperationException($"nginx does not start: {await File.ReadAllTextAsync(log)}");
    }

    // As the official image fills it in; a placeholder that nobody knows would stop nginx.
    private static string Fill(string folder, int port, IReadOnlyList<int> nodes)
    {
        var template = File.ReadAllText(Path.Combine(Publication.Root(), Template));
        var values = new Dictionary<string, string>
        {
            ["CONNECTIFY_LISTEN"] = $"127.0.0.1:{port}",
            ["CONNECTIFY_FIRST_NODE"] = $"127.0.0.1:{nodes[0]}",
            ["CONNECTIFY_SECOND_NODE"] = $"127.0.0.1:{nodes[^1]}",
            ["CONNECTIFY_ACCESS_LOG"] = Path.Combine(folder, "access.log"),
        };

        return Regex.Replace(template, @"\$\{(CONNECTIFY_\w+)\}", match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
    }

    private async Task<bool> Listens()
    {
        for (var end = DateTime.UtcNow.AddSeconds(5); DateTime.UtcNow < end && _server.IsAlive; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port);

                return true;
            }
            catch (SocketException)
            {
                // It reads its configuration.
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.Signal("TERM");
        await _server.Exit();
        await _server.DisposeAsync();
    }
}
