using System.Diagnostics;
using System.Net.Sockets;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Conventions;
using Connectify.Tests.Support;
using DotNet.Testcontainers.Builders;

[assembly: AssemblyFixture(typeof(S3Server.Shutdown))]

namespace Connectify.Tests.Support;

/// <summary>
/// The one S3-compatible server of a test run, started when the first test asks for it: a container where an engine
/// answers, else s3rver from npm as a process.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<S3Server>> Started = new(Start);

    private readonly Func<ValueTask> _stop;

    private S3Server(string endpoint, string key, string? folder, Func<ValueTask> stop) =>
        (Endpoint, Key, Folder, _stop) = (endpoint, key, folder, stop);

    /// <summary>The server; it is started by whoever asks first.</summary>
    internal static Task<S3Server> Running => Started.Value;

    /// <summary>Why there can be none, or null. The gate has to have one.</summary>
    internal static string? Missing =>
        DockerEngine.Answers() || Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || IsOnPath("npm")
            ? null
            : "There is neither a container engine nor npm for an S3-compatible server.";

    internal string Endpoint { get; }

    /// <summary>Both the access key and the secret.</summary>
    internal string Key { get; }

    /// <summary>Where its files lie, for looking, where they lie on this machine.</summary>
    internal string? Folder { get; }

    public ValueTask DisposeAsync() => _stop();

    private static Task<S3Server> Start() => DockerEngine.Answers() ? InContainer() : OnThisMachine();

    private static async Task<S3Server> InContainer()
    {
        const string Key = "connectify";
        var container = new ContainerBuilder("minio/minio:latest")
            .WithCommand("server", "/data")
            .WithEnvironment("MINIO_ROOT_USER", Key)
            .WithEnvironment("MINIO_ROOT_PASSWORD", Key)
            .WithPortBinding(9000, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request =>
                request.ForPath("/minio/health/ready").ForPort(9000)))
            .Build();
        await container.StartAsync();

        return new S3Server($"http://{container.Hostname}:{container.GetMappedPublicPort(9000)}", Key, null, container.DisposeAsync);
    }

    private static async Task<S3Server> OnThisMachine()
    {
        var folder = Path.Combine(Repository.Root, "tests", "s3rver");

        if (!Directory.Exists(Path.Combine(folder, "node_modules", "s3rver")))
        {
            var installed = await Command.Run("/bin/sh", ["-c", $"cd '{folder}' && npm ci --no-audit --no-fund"]);
            installed.Code.ShouldBe(0, installed.Output);
        }

        var (data, port) = (TestFolder.Create(), LoopbackPort.Free());
        var start = new ProcessStartInfo(
            "node", [Path.Combine(folder, "node_modules", "s3rver", "bin", "s3rver.js"), "-d", data.Path, "-a", "127.0.0.1", "-p", $"{port}", "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Answers(port, process);

        return new S3Server($"http://127.0.0.1:{port}", "S3RVER", data.Path, () =>
        {
            process.Kill();
            process.Dispose();
            data.Dispose();

            return ValueTask.CompletedTask;
        });
    }

    private static async Task Answers(int port, Process process)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);

                return;
            }
            catch (SocketException) when (DateTime.UtcNow < end && !process.HasExited)
            {
                // It will be there in a moment.
            }
        }
    }

    private static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Stops the server at the end of the run, if one was started.</summary>
    public sealed class Shutdown : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Started.IsValueCreated)
            {
                await (await Started.Value).DisposeAsync();
            }
        }
    }
}
