using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Staging;
using Connectify.Faults.Staging;
using Connectify.Infrastructure;

namespace Connectify.Benchmarks.Yardsticks;

/// <summary>What PostgreSQL itself does: pgbench, storing a message per statement and commit.</summary>
internal sealed partial class Pgbench
{
    private const string Program = "pgbench";

    // Connecting, a second for so many, is part of its time, although not of its rate.
    private const int ConnectedInASecond = 64;

    private readonly Postgres _postgres;
    private readonly string _folder;
    private readonly string _program;
    private readonly string _script;

    private Pgbench(Postgres postgres, string folder, string program)
    {
        (_postgres, _folder, _program) = (postgres, folder, program);
        _script = Path.Combine(folder, "store.sql");
    }

    /// <summary>What came of a run.</summary>
    /// <param name="PerSecond">Messages stored in a second.</param>
    /// <param name="Milliseconds">How long one took, on average.</param>
    /// <param name="OtherCores">How many cores were busy with something else.</param>
    internal sealed record Result(double PerSecond, double Milliseconds, double OtherCores);

    /// <summary>Makes its database.</summary>
    /// <exception cref="CannotStartException">There is no pgbench.</exception>
    internal static async Task<Pgbench> SetUp(Postgres postgres, string folder)
    {
        var beside = Path.Combine(postgres.Binaries, Program);
        var program = File.Exists(beside) ? beside : Executable.Find(Program);
        var pgbench = new Pgbench(postgres, folder, program ?? throw new CannotStartException(
            $"{Program} is neither in {postgres.Binaries} nor on the PATH: it comes with PostgreSQL (Debian: postgresql-contrib)."));
        await File.WriteAllTextAsync(pgbench._script, YardstickSchema.Script);
        await YardstickSchema.Create(postgres);

        return pgbench;
    }

    /// <summary>Lets clients store for some seconds; twice where something else was busy, and takes the quieter.</summary>
    internal Task<Result> Measure(int clients, int seconds) =>
        Quiet.Take(() => Run(clients, seconds), result => result.OtherCores);

    private async Task<Result> Run(int clients, int seconds)
    {
        var log = Path.Combine(_folder, $"{Program}-{Guid.NewGuid():n}.log");
        var (busy, ours, watch) = (ProcessTree.BusySeconds(), Ours(), Stopwatch.StartNew());
        await using var run = Executable.Start(Command(clients, seconds), _folder, log);

        while (run.IsAlive)
        {
            await Task.Delay(20);
        }

        await run.Exit();
        var others = (ProcessTree.BusySeconds() - busy - (Ours() - ours)) / watch.Elapsed.TotalSeconds;
        var output = await File.ReadAllTextAsync(log);

        return Rate().Match(output) is { Success: true } rate && Latency().Match(output) is { Success: true } latency
            && NoneFailed().IsMatch(output)
                ? new Result(Number(rate), Number(latency), Math.Max(0, others))
                : throw new InvalidOperationException($"{Program} failed: {output}");
    }

    private double Ours() => ProcessTree.Seconds(Environment.ProcessId) + ProcessTree.Seconds(_postgres.ProcessId);

    private string[] Command(int clients, int seconds) =>
    [
        _program,
        "--no-vacuum",
        "--protocol=prepared",
        string.Create(CultureInfo.InvariantCulture, $"--time={seconds + 1 + clients / ConnectedInASecond}"),
        string.Create(CultureInfo.InvariantCulture, $"--client={clients}"),
        $"--jobs={(clients == 1 ? 1 : 2)}",
        $"--define=content={new string('m', Marker.MessageLength)}",
        $"--file={_script}",
        $"host=127.0.0.1 port={_postgres.Port} dbname={YardstickSchema.Database} {Postgres.Login} sslmode=disable",
    ];

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^tps = ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Rate();

    [GeneratedRegex("^latency average = ([0-9.]+) ms", RegexOptions.Multiline)]
    private static partial Regex Latency();

    [GeneratedRegex("^number of failed transactions: 0 ", RegexOptions.Multiline)]
    private static partial Regex NoneFailed();
}
