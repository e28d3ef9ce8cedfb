namespace Connectify.Infrastructure.Database;

/// <summary>The data folder of one PostgreSQL server on this machine, and PostgreSQL's own programs that act on it.</summary>
/// <param name="binaries">The folder of the programs.</param>
/// <param name="data">The folder of the data. It need not exist.</param>
/// <param name="user">Whom the programs run as; null for the service's own user.</param>
internal sealed class PostgresCluster(string binaries, string data, PostgresUser? user)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly PostgresPidFile _pidFile = new(data);

    /// <inheritdoc cref="PostgresPidFile.Port"/>
    internal int? Port => _pidFile.Port;

    /// <inheritdoc cref="PostgresPidFile.IsAlive"/>
    internal bool IsAlive => _pidFile.IsAlive;

    /// <summary>The major version of the data in a folder, or null where there is none.</summary>
    internal static int? Version(string data) =>
        Path.Combine(data, "PG_VERSION") is var file
        && File.Exists(file)
        && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var version) ? version : null;

    /// <summary>Makes an empty cluster whose only user has a password. It is there as a whole or not at all.</summary>
    /// <exception cref="CannotStartException">It could not be made.</exception>
    internal async Task Create(string superuser, string passwordFile)
    {
        var unfinished = $"{data}.new";
        var copy = $"{data}.password";
        File.Copy(passwordFile, copy, overwrite: true);

        try
        {
            await Lend(copy);

            // Every machine has "C", but that knows the case of ASCII letters only.
            if (await Initialize("C.UTF-8") is not null && await Initialize("C") is { } failure)
            {
                throw new CannotStartException($"initdb in {binaries} failed: {failure}");
            }
        }
        finally
        {
            File.Delete(copy);
        }

        Directory.Move(unfinished, data);

        async Task<string?> Initialize(string locale)
        {
            Delete(unfinished);
            Directory.CreateDirectory(unfinished);
            await Lend(unfinished);

            return await Run("initdb", [
                "-D", unfinished, "-U", superuser, "-A", "scram-sha-256", $"--pwfile={copy}",
                "--no-sync", $"--locale={locale}", "-E", "UTF8"]);
        }
    }

    /// <summary>Starts the server on a loopback port, apart from the terminal, and returns when it takes connections.</summary>
    /// <exception cref="CannotStartException">It did not start.</exception>
    internal async Task Start(int port, IEnumerable<string> settings)
    {
        _pidFile.Clear();
        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={port}", .. settings];
        var options = string.Join(' ', all.Select(setting => $"-c {setting}"));
        var log = Path.Combine(data, "server.log");

        if (await Run("pg_ctl", ["start", "-D", data, "-w", "-t", "30", "-s", "-l", log, "-o", options]) is { } failure)
        {
            throw new CannotStartException($"pg_ctl in {binaries} failed: {failure}. {log} says why.");
        }
    }

    /// <summary>Stops the server; its clients are cut off, what they committed is kept.</summary>
    internal async Task Stop()
    {
        // pg_ctl's own waiting would go on for a process that is dead but still has its number.
        for (var (end, isAsked) = (DateTime.UtcNow + Patience, false); IsAlive && DateTime.UtcNow < end; await Task.Delay(Pause))
        {
            isAsked = isAsked || await Run("pg_ctl", ["stop", "-D", data, "-W", "-s", "-m", "fast"]) is null;
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

    private Task Lend(string path) => user?.Own(path) ?? Task.CompletedTask;

    // Null where it went well, else the last that was said.
    private async Task<string?> Run(string program, IEnumerable<string> arguments)
    {
        string[] command = [Path.Combine(binaries, program), .. arguments];
        var all = user is null ? command : [.. user.Runs(command, binaries, data)];
        var outcome = await Command.Run(all[0], all[1..]);

        return outcome.Code == 0 ? null : outcome.LastLine;
    }
}
