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

    /// <summary>Of a statement whose preparation was broken off the driver thinks that it gives no rows.</summary>
    [Fact]
    public async Task An_answer_that_is_not_understood_says_that_the_database_is_unavailable_and_the_next_one_is()
    {
        await using var database = await Support.Database.Create();
        await using var db = DatabaseSetup.CreateDataSource($"{database.ConnectionString};Maximum Pool Size=1");
        await Divide(by: 1);
        await Should.ThrowAsync<PostgresException>(() => Divide(by: 0));

        await Should.ThrowAsync<DatabaseUnavailableException>(() => Divide(by: 1));
        (await Divide(by: 1)).ShouldBe(12);

        Task<int> Divide(int by) =>
            db.QueryOne<int>("SELECT 12 / @By", new { By = by }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_session_that_did_not_answer_in_time_is_not_used_again()
    {
        await using var database = await Support.Database.Create();
        await using var db = DatabaseSetup.CreateDataSource($"{database.ConnectionString};Maximum Pool Size=1;Command Timeout=1");
        var session = await Ask("SELECT pg_backend_pid()");

        await Should.ThrowAsync<DatabaseUnavailableException>(() => Ask("SELECT 1 FROM pg_sleep(2)"));

        (await Ask("SELECT pg_backend_pid()")).ShouldNotBe(session);

        Task<int> Ask(string sql) => db.QueryOne<int>(sql, null, TestContext.Current.CancellationToken);
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
