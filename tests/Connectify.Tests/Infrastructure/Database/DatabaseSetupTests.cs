using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class DatabaseSetupTests
{
    [Fact]
    public void The_driver_gives_up_soon_unless_the_operator_says_otherwise()
    {
        var usual = Settings("Host=db");
        usual.Timeout.ShouldBe(3);
        usual.CommandTimeout.ShouldBe(4);
        usual.MaxAutoPrepare.ShouldBe(100);
        usual.MaxPoolSize.ShouldBe(40);
        usual.ApplicationName.ShouldBe("connectify");

        var own = Settings("Host=db;Timeout=9;Maximum Pool Size=7;Application Name=other");
        own.Timeout.ShouldBe(9);
        own.MaxPoolSize.ShouldBe(7);
        own.ApplicationName.ShouldBe("other");
        own.CommandTimeout.ShouldBe(4);
    }

    [Fact]
    public void Of_several_hosts_the_one_that_takes_writes_is_used() =>
        Settings("Host=a,b").TargetSessionAttributes.ShouldBe("primary");

    [Fact]
    public async Task PostgreSQL_compiles_none_of_the_plans()
    {
        await using var database = await Support.Database.Create();
        await using var db = DatabaseSetup.CreateDataSource(database.ConnectionString);

        (await db.QueryOne<string>("SHOW jit", null, TestContext.Current.CancellationToken)).ShouldBe("off");
    }

    private static NpgsqlConnectionStringBuilder Settings(string given)
    {
        using var db = DatabaseSetup.CreateDataSource(given);

        return new NpgsqlConnectionStringBuilder(db.ConnectionString);
    }
}
