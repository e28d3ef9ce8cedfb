using System.Diagnostics;
using System.Globalization;

namespace Connectify.Infrastructure.Database;

/// <summary>The data folder of one PostgreSQL server on this machine, and PostgreSQL's own programs that act on it.</summary>
/// <param name="binaries">The folder of the programs.</param>
/// <param name="data">The folder of the data. It need not exist.</param>
/// <param name="user">Whom the programs run as; null for the service's own user.</param>
internal sealed class PostgresCluster(string binaries, string data, PostgresUser? user)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private string PidFile => Path.Combine(data, "postmaster.pid");

    /// <summary>The port that the running server says it listens on, or null. It may have died since.</summary>
    internal int? Port => Line(3);

    /// <summary>The major version of the data in a folder, or null where there is none.</summary>
    internal static int? Version(string data) =>
        int.TryParse(Read(Path.Combine(data, "PG_VERSION")).FirstOrDefault(), out var version) ? version : null;

    /// <summary>Makes an empty cluster whose only user has a password. It is there as a whole or not at all.</summary>
    internal async Task Create(string superuser, string passwordFile, CancellationToken cancel)
    {
        var unfinished = $"{data}.new";
        var copy = $"{data}.password";
        Delete(unfinished);
        Directory.CreateDirectory(unfinished);
        File.Copy(passwordFile, copy, overwrite: true);

        try
        {
            if (user is not null)
            {
                await user.Own(unfinished, cancel);
                await user.Own(copy, cancel);
            }

            await Run("initdb", [
                "-D", unfinished, "-U", superuser, "-A", "scram-sha-256", $"--pwfile={copy}",
                "--no-sync", "--locale=C", "-E", "UTF8"], cancel);
        }
        finally
        {
            File.Delete(copy);
        }

        Directory.Move(unfinished, data);
    }

    /// <summary>Starts the server on a loopback port, apart from the terminal, and returns when it takes connections.</summary>
    /// <exception cref="CannotStartException">It did not start.</exception>
    internal Task Start(int port, IEnumerable<string> settings, CancellationToken cancel)
    {
        // A number in the file that is another program's by now would make PostgreSQL believe that it runs already.
        if (!IsAlive)
        {
            File.Delete(PidFile);
        }

        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={port}", .. settings];
        var options = string.Join(' ', all.Select(setting => $"-c {setting}"));

        return Run("pg_ctl", ["start", "-D", data, "-w", "-t", "30", "-s", "-l", Path.Combine(data, "server.log"), "-o", options], cancel);
    }

    /// <summary>Stops the server; its clients are cut off, what they committed is kept.</summary>
    internal async Task Stop()
    {
        // pg_ctl's own waiting would go on for a process that is dead but still has its number.
        for (var (end, isAsked) = (DateTime.UtcNow + Patience, false); IsAlive && DateTime.UtcNow < end; await Task.Delay(Pause))
        {
            isAsked = isAsked || await TryRun("pg_ctl", ["stop", "-D", data, "-W", "-s", "-m", "fast"], CancellationToken.None) is null;
        }
    }

    /// <summary>True while the process named in the data folder is a PostgreSQL, be it starting, serving or stopping.</summary>
    internal bool IsAlive
    {
        get
        {
            try
            {
                using var process = Line(0) is { } id ? Process.GetProcessById(id) : null;

                return process is { HasExited: false }
                    && process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
                    && !IsZombie(process.Id);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>Deletes a folder that may not be there.</summary>
    internal static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Dead, but nobody has asked how it died.
    private static bool IsZombie(int id) =>
        Read($"/proc/{id}/stat").FirstOrDefault() is { } stat && stat[(stat.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal);

    private int? Line(int index) =>
        int.TryParse(Read(PidFile).ElementAtOrDefault(index), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Read(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private async Task Run(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        if (await TryRun(program, arguments, cancel) is { } failure)
        {
            throw new CannotStartException($"{program} in {binaries} failed ({failure}); see {data}/server.log.");
        }
    }

    private async Task<string?> TryRun(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        string[] command = [Path.Combine(binaries, program), .. arguments];
        var all = user is null ? command : [.. user.Runs(command, binaries, data)];
        var outcome = await Command.Run(all[0], all[1..], cancel);

        return outcome.Code == 0 ? null : outcome.LastLine;
    }
}
