using System.Diagnostics;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

/// <summary>A connection string may name the servers of one database: what is written goes to the one that takes writes.</summary>
public sealed class SeveralHostsTests(PrimaryAndStandby servers) : IClassFixture<PrimaryAndStandby>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_goes_to_the_primary_whichever_host_comes_first()
    {
        await using var db = DatabaseSetup.CreateDataSource(servers.AddressOf("postgres", servers.Standby, servers.Primary));

        (await db.QueryOne<bool>("SELECT pg_is_in_recovery()", null, Cancel)).ShouldBeFalse();
        await db.Execute("CREATE TABLE written (n int)", null, Cancel);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_passed_over()
    {
        var nowhere = $"127.0.0.1:{LoopbackPort.Free()}";
        await using var db = DatabaseSetup.CreateDataSource(servers.AddressOf("postgres", nowhere, servers.Primary));

        (await db.QueryOne<int>("SELECT 1", null, Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task The_primary_is_migrated_whichever_host_comes_first()
    {
        var name = $"migrated_{Guid.NewGuid():n}";
        await using var primary = NpgsqlDataSource.Create(servers.AddressOf("postgres", servers.Primary));
        await primary.Execute($"CREATE DATABASE {name}", null, Cancel);
        await Follows(servers, name);
        using var folder = TestFolder.Create();
        await using var service = ServiceProcess.Start(
            folder.Path, ("ConnectionStrings__Connectify", servers.AddressOf(name, servers.Standby, servers.Primary)));

        await service.WaitUntilReady();

        await using var db = NpgsqlDataSource.Create(servers.AddressOf(name, servers.Primary));
        (await Migrator.IsCurrent(db, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_primary_that_was_away_is_written_to_within_two_seconds_of_its_return()
    {
        await using var db = DatabaseSetup.CreateDataSource(servers.AddressOf("postgres", servers.Standby, servers.Primary));
        await db.Execute("CREATE TABLE kept (n int)", null, Cancel);
        await servers.Restart(async () =>
        {
            while (await IsWritten(db))
            {
                Cancel.ThrowIfCancellationRequested();
            }
        });

        var begun = TimeSpan.Zero;

        // One that began in time may take its own.
        for (var watch = Stopwatch.StartNew(); !await IsWritten(db); begun = watch.Elapsed)
        {
            begun.ShouldBeLessThan(Soon);
        }

        begun.ShouldBeLessThan(Soon);
    }

    private static async Task<bool> IsWritten(NpgsqlDataSource db)
    {
        try
        {
            return await db.Execute("INSERT INTO kept VALUES (1)", null, Cancel) == 1;
        }
        catch (DatabaseUnavailableException)
        {
            await Task.Delay(20, Cancel);

            return false;
        }
    }

    private static async Task Follows(PrimaryAndStandby servers, string database)
    {
        await using var standby = NpgsqlDataSource.Create(servers.AddressOf("postgres", servers.Standby));

        while (!await standby.QueryOne<bool>("SELECT EXISTS (SELECT FROM pg_database WHERE datname = @database)", new { database }, Cancel))
        {
            await Task.Delay(10, Cancel);
        }
    }
}
