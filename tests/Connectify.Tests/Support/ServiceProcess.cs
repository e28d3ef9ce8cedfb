using System.Diagnostics;
using System.Net;
using System.Text;
using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>The built service as a process of its own, for promises about starting, dying and stopping.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it serves, unless a setting says otherwise.</summary>
    public Uri Address { get; }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written to stdout.</summary>
    public string Output => Text(_output);

    /// <summary>What it has written to stderr.</summary>
    public string Errors => Text(_errors);

    /// <summary>The files that it has loaded.</summary>
    internal IReadOnlyList<string> Modules => [.. File.ReadAllLines($"/proc/{_process.Id}/maps")];

    /// <summary>Starts the service with nothing but these settings; its content root, and so its data, is a folder.</summary>
    public static ServiceProcess Start(string folder, params (string Name, string Value)[] settings) =>
        Start(folder, [], settings);

    /// <summary>Runs the service with arguments to its end, and says what came of it.</summary>
    public static async Task<(int Code, string Errors)> Run(
        string folder, string[] arguments, params (string Name, string Value)[] settings)
    {
        await using var service = Start(folder, arguments, settings);
        var code = await service.Exit();

        return (code, service.Errors);
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task WaitUntilReady()
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(50))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The service has stopped: {Errors}{Output}");
            }

            if (await Ready() == HttpStatusCode.OK)
            {
                return;
            }
        }

        throw new TimeoutException($"The service does not get ready: {Errors}{Output}");
    }

    /// <summary>What <c>/health/ready</c> answers, or null where nothing does.</summary>
    public async Task<HttpStatusCode?> Ready()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/health/ready"));

            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The first line with a text in it that it writes, or has written, to stdout.</summary>
    internal async Task<string> Line(string text)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(20))
        {
            if (Output.Split('\n').FirstOrDefault(line => line.Contains(text)) is { } line)
            {
                return line;
            }
        }

        throw new TimeoutException($"No line has {text} in it: {Output}");
    }

    /// <summary>Ctrl+C.</summary>
    public Task<int> Interrupt() => Signal("INT");

    /// <summary>What a supervisor does to stop it.</summary>
    public Task<int> Terminate() => Signal("TERM");

    /// <summary>Ends it without a warning.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    /// <summary>Waits for its end, and answers its exit code.</summary>
    public async Task<int> Exit()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Interrupt();
        }

        _process.Dispose();
    }

    private async Task<int> Signal(string name)
    {
        await Command.Run("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);

        return await Exit();
    }

    /// <summary>The same with arguments.</summary>
    public static ServiceProcess Start(string folder, string[] arguments, params (string Name, string Value)[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Connectify.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.Contains("__") || name.StartsWith("OTEL_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var address = $"http://localhost:{LoopbackPort.Free()}";
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Jwt__SigningKey"] = "a key of the tests, which is long enough";

        // It lives for seconds: what makes long runs faster makes its start slower.
        start.Environment["DOTNET_TieredPGO"] = "0";

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new ServiceProcess(Process.Start(start)!, new Uri(address));
    }

    private static void Append(StringBuilder text, string? line)
    {
        LogWatch.Take(line ?? "");

        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
