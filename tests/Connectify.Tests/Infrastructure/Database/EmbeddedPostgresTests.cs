using System.Diagnostics;
using System.Globalization;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private readonly TestFolder _folder = TestFolder.Create();
    private readonly List<EmbeddedPostgres> _started = [];
    private readonly List<EmbeddedPostgresKeeper> _keepers = [];
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var keeper in _keepers)
        {
            await keeper.StopAsync(CancellationToken.None);
            keeper.Dispose();
        }

        foreach (var postgres in _started)
        {
            await postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Data_outlives_a_restart()
    {
        var first = Make();
        await Execute(await first.Start(_cancel), "CREATE TABLE kept AS SELECT 7 AS seven");
        await first.DisposeAsync();

        var address = await Make().Start(_cancel);

        (await Read(address, "SELECT seven FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task Its_password_is_for_nobody_else_to_read()
    {
        var address = await Make().Start(_cancel);

        var stranger = new NpgsqlConnectionStringBuilder(address) { Password = "postgres" }.ConnectionString;
        (await Should.ThrowAsync<PostgresException>(() => Read(stranger, "SELECT 1"))).SqlState.ShouldBe("28P01");

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(_folder.Path, "postgres", "password"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task It_works_below_a_folder_that_others_cannot_enter()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (await Read(await Make().Start(_cancel), "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task It_comes_back_on_its_port_after_the_server_is_killed()
    {
        var postgres = Make();
        var address = await postgres.Start(_cancel);
        await Execute(address, "CREATE TABLE kept AS SELECT 7 AS seven");
        await Keep(postgres);

        await KillServer();

        (await Eventually(address, "SELECT seven FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_server_killed_while_nobody_watched_is_started_again()
    {
        var first = Make();
        await Execute(await first.Start(_cancel), "CREATE TABLE kept AS SELECT 7 AS seven");
        await KillServer();
        await first.DisposeAsync();

        (await Read(await Make().Start(_cancel), "SELECT seven FROM kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_second_one_on_the_folder_uses_the_server_of_the_first_and_takes_over_when_that_ends()
    {
        var first = Make();
        var second = Make();
        var addresses = await Task.WhenAll(first.Start(_cancel), second.Start(_cancel));
        addresses[0].ShouldBe(addresses[1]);
        await Keep(second);

        await first.DisposeAsync();

        (await Eventually(addresses[1], "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_an_unfinished_creation_left_is_no_hindrance()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "postgres", "data.new", "base"));

        (await Read(await Make().Start(_cancel), "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_has_the_number_of_a_dead_server_is_not_taken_for_it()
    {
        var first = Make();
        await first.Start(_cancel);
        await first.DisposeAsync();
        await File.WriteAllTextAsync(PidFile, $"{Environment.ProcessId}\n", _cancel);

        (await Read(await Make().Start(_cancel), "SELECT 1")).ShouldBe(1);
    }

    private string PidFile => Path.Combine(_folder.Path, "postgres", "data", "postmaster.pid");

    private EmbeddedPostgres Make()
    {
        _started.Add(new EmbeddedPostgres(Path.Combine(_folder.Path, "postgres"), NullLogger.Instance, "fsync=off"));

        return _started[^1];
    }

    private Task Keep(EmbeddedPostgres postgres)
    {
        _keepers.Add(new EmbeddedPostgresKeeper(postgres, NullLogger<EmbeddedPostgresKeeper>.Instance));

        return _keepers[^1].StartAsync(_cancel);
    }

    private async Task KillServer()
    {
        var id = (await File.ReadAllLinesAsync(PidFile, _cancel))[0];
        using var server = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        server.Kill();
    }

    private async Task<int> Eventually(string address, string sql)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(20, _cancel))
        {
            try
            {
                return await Read(address, sql);
            }
            catch (NpgsqlException) when (DateTime.UtcNow < end)
            {
            }
        }
    }

    private static async Task<int> Read(string address, string sql)
    {
        await using var db = NpgsqlDataSource.Create($"{address};Pooling=false");
        await using var command = db.CreateCommand(sql);

        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(string address, string sql)
    {
        await using var db = NpgsqlDataSource.Create($"{address};Pooling=false");
        await using var command = db.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
