using Connectify.Infrastructure.Database;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class MigratorTests
{
    private static readonly string[] Scripts =
        [.. typeof(Migrator).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order()];

    [Fact]
    public async Task Four_nodes_that_start_at_once_on_an_empty_database_apply_each_script_once()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var database = await Support.Database.CreateEmpty();
        await using var db = NpgsqlDataSource.Create(database.ConnectionString);
        (await Migrator.IsCurrent(db, cancel)).ShouldBeFalse();

        await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Migrator.Migrate(database.ConnectionString, NullLogger.Instance, cancel)));

        (await Migrator.IsCurrent(db, cancel)).ShouldBeTrue();
        await using var connection = await db.OpenConnectionAsync(cancel);
        var applied = await connection.QueryAsync<string>("SELECT scriptname FROM schemaversions ORDER BY scriptname");
        applied.ShouldBe(Scripts);
        Scripts.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_database_that_lacks_a_script_is_not_current()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var database = await Support.Database.Create();
        await using var db = NpgsqlDataSource.Create(database.ConnectionString);

        await db.Execute("DELETE FROM schemaversions WHERE scriptname = @Last", new { Last = Scripts[^1] }, cancel);

        (await Migrator.IsCurrent(db, cancel)).ShouldBeFalse();
    }
}
