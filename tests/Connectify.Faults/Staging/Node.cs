using System.Diagnostics;
using System.Net;
using Connectify.Infrastructure.Database;

namespace Connectify.Faults.Staging;

/// <summary>A node of the service: a process of its own, which comes to the database and to Redis through proxies of its own.</summary>
internal sealed class Node : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string _program;
    private readonly string _folder;
    private readonly string _before;
    private readonly Dictionary<string, string> _environment;
    private Executable? _process;

    /// <param name="name">What it is called in reports.</param>
    /// <param name="program">The published service.</param>
    /// <param name="folder">Where its log goes.</param>
    /// <param name="environment">Its settings.</param>
    /// <param name="database">Its way to the database.</param>
    /// <param name="redis">Its way to Redis, where there is one.</param>
    /// <param name="before">What the shell does before it becomes the node.</param>
    internal Node(
        string name, string program, string folder, Dictionary<string, string> environment, Proxy database, Proxy? redis, string before)
    {
        (Name, _program, _folder, _before) = (name, program, folder, before);
        (Database, Redis) = (database, redis);
        Port = LoopbackPort.Free();
        _environment = environment;
        _environment["ASPNETCORE_URLS"] = Address.ToString();
    }

    internal string Name { get; }

    internal int Port { get; }

    internal Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Its way to the database.</summary>
    internal Proxy Database { get; }

    /// <summary>Its way to Redis, where there is one.</summary>
    internal Proxy? Redis { get; }

    internal string Log => Path.Combine(_folder, $"{Name}.log");

    internal bool IsAlive => _process is { IsAlive: true };

    internal Executable Process => _process ?? throw new InvalidOperationException($"{Name} was not started.");

    /// <summary>Starts the process, which takes a moment to be ready.</summary>
    internal void Start() =>
        _process = Executable.Start([_program], Path.GetDirectoryName(_program)!, Log, _environment, _before);

    /// <summary>Starts it where it does not run, and waits until it is ready; answers how long that took.</summary>
    internal async Task<TimeSpan> Restart()
    {
        var watch = Stopwatch.StartNew();
        Start();
        await WaitUntilReady();

        return watch.Elapsed;
    }

    /// <summary>Waits until it is ready, and starts it again where it has given up, as whatever runs nodes does.</summary>
    internal async Task StayUntilReady(int tries = 8)
    {
        for (var left = tries; left > 0; left--)
        {
            try
            {
                await WaitUntilReady();

                return;
            }
            catch (InvalidOperationException) when (left > 1)
            {
                Start();
            }
        }
    }

    /// <summary>Waits until it says that it is ready.</summary>
    internal async Task WaitUntilReady()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(25))
        {
            if (!IsAlive)
            {
                throw new InvalidOperationException($"{Name} has stopped: {Tail()}");
            }

            if (await Ask("/health/ready") is { Status: HttpStatusCode.OK })
            {
                return;
            }
        }

        throw new TimeoutException($"{Name} does not get ready: {Tail()}");
    }

    /// <summary>What it answers at once, how long that took, and the body; no status where nothing comes.</summary>
    internal async Task<(HttpStatusCode? Status, TimeSpan Took, string Body)> Ask(string path)
    {
        var watch = Stopwatch.StartNew();

        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, path));

            return (answer.StatusCode, watch.Elapsed, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return (null, watch.Elapsed, e.Message);
        }
    }

    internal Task Kill() => Process.Kill();

    internal Task Pause() => Process.Signal("STOP");

    internal Task Continue() => Process.Signal("CONT");

    /// <summary>Asks it to end, and answers how long it took; null where it did not end.</summary>
    internal async Task<TimeSpan?> Stop()
    {
        var watch = Stopwatch.StartNew();
        await Process.Signal("TERM");

        return await Process.Exit() ? watch.Elapsed : null;
    }

    /// <summary>The last lines of its log.</summary>
    internal string Tail(int lines = 12) => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(lines)) : "";

    /// <summary>Ends it, and its ways.</summary>
    public void Dispose()
    {
        Database.Dispose();
        Redis?.Dispose();
    }

    /// <summary>Ends the process.</summary>
    internal ValueTask End() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
