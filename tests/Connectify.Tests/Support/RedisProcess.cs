using System.Diagnostics;
using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>A Redis of the machine's own program.</summary>
internal sealed class RedisProcess : RedisServer
{
    private readonly TestFolder _folder = TestFolder.Create();
    private Process? _process;

    /// <summary>Where the program is, or null.</summary>
    internal static string? Program { get; } = PostgresBinaries.OnPath("redis-server");

    internal override async Task Stop()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    internal override Task Stall() => Signal("STOP");

    internal override Task GoOn() => Signal("CONT");

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Stop();
        }

        _folder.Dispose();
    }

    protected override Task Launch()
    {
        string[] cluster = IsCluster ? ["--cluster-enabled", "yes", "--cluster-port", $"{LoopbackPort.Free()}"] : [];
        var start = new ProcessStartInfo(
            Program ?? throw new InvalidOperationException("There is no redis-server on this machine."),
            ["--bind", Host, "--port", $"{Port}", "--dir", _folder.Path, "--save", "", "--appendonly", "no", .. cluster])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        return Task.CompletedTask;
    }

    private async Task Signal(string name) => await Command.Run("/bin/sh", ["-c", $"kill -{name} {_process!.Id}"]);
}
