using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

/// <summary>Two PostgreSQL servers, of which the second follows the first.</summary>
public sealed class PrimaryAndStandby : IAsyncLifetime
{
    private readonly TestFolder _primaryFolder = TestFolder.CreateFast("connectify-test-primary-");
    private readonly TestFolder _standbyFolder = TestFolder.CreateFast("connectify-test-standby-");
    private NpgsqlConnectionStringBuilder _address = null!;
    private string _binaries = null!;
    private EmbeddedPostgres _primary = null!;
    private PostgresCluster _standby = null!;

    /// <summary>Where the first one is.</summary>
    internal string Primary => $"127.0.0.1:{_address.Port}";

    /// <summary>Where the second one is.</summary>
    internal string Standby => $"127.0.0.1:{_standby.Port}";

    public async ValueTask InitializeAsync()
    {
        _primary = new EmbeddedPostgres(_primaryFolder.Path, NullLogger.Instance, "fsync=off");
        _address = new NpgsqlConnectionStringBuilder(await _primary.Start(CancellationToken.None));
        _binaries = await PostgresBinaries.Find(null, () => { }, CancellationToken.None);
        var data = Path.Combine(_standbyFolder.Path, "data");
        await Copy(data);
        _standby = new PostgresCluster(_binaries, data, PostgresUser.Needed);
        await _standby.Start(LoopbackPort.Free(), ["fsync=off"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.Stop();
        await _primary.DisposeAsync();
        _primaryFolder.Dispose();
        _standbyFolder.Dispose();
    }

    /// <summary>How to connect to hosts, in this order.</summary>
    internal string AddressOf(string database, params string[] hosts) =>
        $"Host={string.Join(',', hosts)};Username={_address.Username};Password={_address.Password};Database={database};Maximum Pool Size=5";

    /// <summary>The first one is stopped, and started again when something has been done.</summary>
    internal async Task Restart(Func<Task> meanwhile)
    {
        var cluster = new PostgresCluster(_binaries, Path.Combine(_primaryFolder.Path, "data"), PostgresUser.Needed);
        await cluster.Stop();
        await meanwhile();
        await cluster.Start(_address.Port, ["fsync=off"]);
    }

    /// <summary>The first one is gone, and the second one takes its place.</summary>
    internal async Task FailOver()
    {
        await _primary.DisposeAsync();
        await using var db = NpgsqlDataSource.Create(AddressOf("postgres", Standby));
        await using var promote = db.CreateCommand("SELECT pg_promote()");
        promote.CommandTimeout = 60;
        await promote.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task Copy(string data)
    {
        Directory.CreateDirectory(data);

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var user = PostgresUser.Needed;
        await (user?.Own(data) ?? Task.CompletedTask);
        var from = $"host=127.0.0.1 port={_address.Port} user={_address.Username} password={_address.Password}";
        string[] command =
            [Path.Combine(_binaries, "pg_basebackup"), "-d", from, "-D", data, "-R", "-X", "stream", "-c", "fast", "--no-sync"];
        var all = user is null ? command : [.. user.Runs(command, _binaries, data)];
        var outcome = await Command.Run(all[0], all[1..]);
        outcome.Code.ShouldBe(0, outcome.Output);
    }
}
