using System.Diagnostics;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.Support;

/// <summary>The machine's nginx with the configuration of the reference deployment, as a process without rights of its own.</summary>
internal sealed partial class NginxServer : IAsyncDisposable
{
    private const string Template = "deploy/nginx/connectify.conf.template";
    private const string AccessLog = "access.log";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string? Program =
        PostgresBinaries.OnPath("nginx") ?? (File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : null);

    private readonly TestFolder _folder;
    private readonly Process _process;
    private readonly List<string> _output = [];

    private NginxServer(TestFolder folder, Process process, Uri address)
    {
        (_folder, _process, Address) = (folder, process, address);
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Why there can be none, or null. The gate has to have one.</summary>
    internal static string? Missing =>
        Program is not null || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }
            ? null
            : "There is no nginx on this machine.";

    /// <summary>Where it serves.</summary>
    internal Uri Address { get; }

    /// <summary>Everything that it has written: its output, and every log in its folder.</summary>
    internal string Logs
    {
        get
        {
            var files = Directory.EnumerateFiles(_folder.Path, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText);

            lock (_output)
            {
                return string.Join('\n', [.. files, .. _output]);
            }
        }
    }

    /// <summary>Starts it in front of two nodes.</summary>
    internal static async Task<NginxServer> Start(Uri first, Uri second)
    {
        var folder = TestFolder.Create();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var configuration = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(configuration, await Configuration(address, first, second));
        var user = PostgresUser.Needed;
        await (user?.Own(folder.Path) ?? Task.CompletedTask);
        string[] command = [Program!, "-p", folder.Path, "-c", configuration, "-g", "daemon off;"];
        var all = user is null ? command : [.. user.Runs(command, folder.Path)];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var server = new NginxServer(folder, Process.Start(start)!, address);
        await server.Serves();

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Killed, it would leave its workers behind.
        await Command.Run("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    // As the official image does with its templates: what is in the environment is filled in, and nothing else.
    private static async Task<string> Configuration(Uri address, Uri first, Uri second)
    {
        var environment = new Dictionary<string, string>
        {
            ["CONNECTIFY_LISTEN"] = address.Authority,
            ["CONNECTIFY_FIRST_NODE"] = $"127.0.0.1:{first.Port}",
            ["CONNECTIFY_SECOND_NODE"] = $"127.0.0.1:{second.Port}",
            ["CONNECTIFY_ACCESS_LOG"] = AccessLog,
        };
        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Template));

        return Variable().Replace(
            template, name => environment.GetValueOrDefault(name.Groups[1].Value + name.Groups[2].Value, name.Value));
    }

    private async Task Serves()
    {
        using var client = new HttpClient { BaseAddress = Address };

        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(20))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));

                return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < end && !_process.HasExited)
            {
                // It will be there in a moment.
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException($"nginx does not serve: {Logs}", e);
            }
        }
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.Add(line ?? "");
        }
    }

    [GeneratedRegex(@"\$(?:\{(\w+)\}|(\w+))")]
    private static partial Regex Variable();
}
