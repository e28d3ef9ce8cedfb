using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>A program that runs beside the suite, what it writes in a file, and the signals that it can be sent.</summary>
internal sealed class Executable : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly ConcurrentDictionary<Executable, byte> Running = [];

    private readonly Process _process;

    private Executable(Process process, string log)
    {
        (_process, Log) = (process, log);
        Running[this] = 0;
    }

    /// <summary>The file of what it writes.</summary>
    internal string Log { get; }

    internal int Id => _process.Id;

    internal bool IsAlive => !_process.HasExited;

    /// <summary>Its exit code; of one that was killed 128 and the signal's number.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>Kilobytes of memory that it holds.</summary>
    internal long ResidentKilobytes =>
        File.ReadLines($"/proc/{Id}/status")
            .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]))
            .FirstOrDefault();

    /// <summary>Starts a program with its output in a file.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="log">The file that its output is appended to.</param>
    /// <param name="environment">What it gets beside the suite's own environment.</param>
    /// <param name="before">What the shell does first, such as setting a limit.</param>
    internal static Executable Start(
        IReadOnlyList<string> command,
        string folder,
        string log,
        IReadOnlyDictionary<string, string>? environment = null,
        string before = "true")
    {
        // The shell becomes the program, so the process is the program's own.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{before}; exec \"$@\" >>\"$0\" 2>&1", log, .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
        };

        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Executable(Process.Start(start)!, log);
    }

    /// <summary>The full path of a program of this machine, or null.</summary>
    internal static string? Find(string name) =>
        PostgresBinaries.OnPath(name) ?? new[] { "/usr/sbin", "/usr/local/sbin", "/sbin" }
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Ends everything that runs.</summary>
    internal static void KillAll()
    {
        foreach (var executable in Running.Keys.Where(executable => executable.IsAlive))
        {
            executable._process.Kill();
        }
    }

    /// <summary>Sends a signal, such as <c>STOP</c>.</summary>
    internal async Task Signal(string signal)
    {
        if (IsAlive)
        {
            await Command.Run("/bin/sh", ["-c", $"kill -{signal} {Id}"]);
        }
    }

    /// <summary>Ends it without a warning.</summary>
    internal async Task Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }

        await Exit();
    }

    /// <summary>Waits for its end; false where it does not come.</summary>
    internal async Task<bool> Exit()
    {
        using var patience = new CancellationTokenSource(Patience);

        try
        {
            await _process.WaitForExitAsync(patience.Token);

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Running.TryRemove(this, out _);
        _process.Dispose();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("DOTNET_ENV", StringComparison.Ordinal) || name.Contains("__");
}
