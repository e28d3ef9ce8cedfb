using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

/// <summary>PostgreSQL ends the session in the middle of its answer.</summary>
public sealed class DbTests
{
    private const string Ends =
        "SELECT CASE n WHEN 2 THEN pg_terminate_backend(pg_backend_pid()) END FROM generate_series(1, 3) n";

    [Theory]
    [InlineData(nameof(Db.Query))]
    [InlineData(nameof(Db.QueryOne))]
    [InlineData(nameof(Db.QueryLast))]
    [InlineData(nameof(Db.QueryOneLocked))]
    [InlineData(nameof(Db.QueryTwo))]
    [InlineData(nameof(Db.Execute))]
    [InlineData(nameof(Db.Snapshot))]
    public async Task An_answer_that_breaks_off_says_that_the_database_is_unavailable(string way)
    {
        await using var database = await Support.Database.Create();
        await using var db = DatabaseSetup.CreateDataSource(database.ConnectionString);

        await Should.ThrowAsync<DatabaseUnavailableException>(() => Ask(db, way));
    }

    private static Task Ask(NpgsqlDataSource db, string way)
    {
        var cancel = TestContext.Current.CancellationToken;

        return way switch
        {
            nameof(Db.Query) => db.Query<bool?>(Ends, null, cancel),
            nameof(Db.QueryOne) => db.QueryOne<bool?>(Ends, null, cancel),
            nameof(Db.QueryLast) => db.QueryLast<bool?>($"{Ends}; SELECT true", null, after: 1, cancel),
            nameof(Db.QueryOneLocked) => db.QueryOneLocked<bool?>($"{Ends}; SELECT true", null, cancel),
            nameof(Db.QueryTwo) => db.QueryTwo<bool?, bool?>($"{Ends}; SELECT true", null, cancel),
            nameof(Db.Execute) => db.Execute(Ends, null, cancel),
            _ => db.Snapshot(snapshot => snapshot.QueryTwo<bool?, bool?>($"{Ends}; SELECT true", null, cancel), cancel),
        };
    }
}
