using System.Globalization;
using System.Net.Sockets;
using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Faults.Staging;

/// <summary>A PostgreSQL of the suite's own that keeps what it has acknowledged, on a TCP port, and the ways to take it away.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private const string Superuser = "connectify";
    private const string Password = "connectify";

    /// <summary>The only user, as PostgreSQL's own programs are told.</summary>
    internal const string Login = $"user={Superuser} password={Password}";

    private static readonly string[] Durable =
        ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=300"];

    private static readonly string[] Small = ["shared_buffers=64MB"];

    private readonly string _data;
    private readonly string[] _settings;
    private readonly PostgresCluster _cluster;

    private Postgres(string binaries, string data, string[] settings)
    {
        (Binaries, _data, _settings) = (binaries, data, settings);
        _cluster = new PostgresCluster(binaries, data, PostgresUser.Needed);
    }

    internal int Port { get; } = LoopbackPort.Free();

    /// <summary>The folder of PostgreSQL's programs.</summary>
    internal string Binaries { get; }

    /// <summary>The process that all others of it come from.</summary>
    internal int ProcessId =>
        int.Parse(File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="folder">Where its data goes.</param>
    /// <param name="settings">What it is told beside keeping what it has acknowledged; null for little memory.</param>
    internal static async Task<Postgres> Start(string folder, IReadOnlyList<string>? settings = null)
    {
        var binaries = await PostgresBinaries.Find(null, () => { }, CancellationToken.None);
        var postgres = new Postgres(binaries, Path.Combine(folder, "postgres"), [.. Durable, .. settings ?? Small]);
        var password = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(password, Password);
        await postgres._cluster.Create(Superuser, password);
        await postgres.Resume();

        return postgres;
    }

    /// <summary>How to connect to one of its databases through a port of this machine.</summary>
    internal static string AddressOf(string database, int port) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={Superuser};Password={Password};SSL Mode=Disable";

    /// <summary>How to connect to one of its databases past every proxy.</summary>
    internal string AddressOf(string database) => $"{AddressOf(database, Port)};Pooling=false;Timeout=5";

    /// <summary>Starts it again, and returns when it takes connections.</summary>
    internal Task Resume() => _cluster.Start(Port, _settings);

    /// <summary>Ends it as a crash would: nobody is asked, nothing is written.</summary>
    internal Task Crash() => Stop("immediate");

    /// <summary>Runs a statement in one of its databases.</summary>
    internal async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(AddressOf(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of a statement in one of its databases.</summary>
    internal async Task<List<object[]>> Query(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(AddressOf(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 30 };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();

        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>True while something listens on its port.</summary>
    internal async Task<bool> Answers()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync() => await Stop("immediate");

    private Task<Command.Outcome> Stop(string mode)
    {
        string[] command = [Path.Combine(Binaries, "pg_ctl"), "stop", "-D", _data, "-w", "-s", "-m", mode];
        var all = PostgresUser.Needed?.Runs(command, Binaries, _data).ToArray() ?? command;

        return Command.Run(all[0], all[1..]);
    }
}
