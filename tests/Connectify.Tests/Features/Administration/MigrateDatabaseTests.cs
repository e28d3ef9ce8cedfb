using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Npgsql;

namespace Connectify.Tests.Features.Administration;

public sealed class MigrateDatabaseTests
{
    private static readonly string Newest = typeof(Migrator).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order().Last().Split('.')[^2];

    [Fact]
    public async Task It_says_from_which_version_to_which_and_is_the_same_a_second_time()
    {
        await using var database = await Database.CreateEmpty();
        var someone = new Operator(("ConnectionStrings:Connectify", database.ConnectionString));

        (await someone.Says("migrate")).ShouldBeDone().Out.ShouldBe($"from  -\nto    {Newest}\n");
        (await someone.Says("migrate")).ShouldBeDone().Out.ShouldBe($"from  {Newest}\nto    {Newest}\n");
    }

    [Fact]
    public async Task Three_at_once_all_end_well()
    {
        await using var database = await Database.CreateEmpty();
        var someone = new Operator(("ConnectionStrings:Connectify", database.ConnectionString));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => someone.Says("migrate --json")));

        answers.ShouldAllBe(answer => answer.ShouldBeDone().Json.GetProperty("to").GetString() == Newest);
    }

    [Fact]
    public async Task No_other_command_migrates_a_database()
    {
        await using var database = await Database.CreateEmpty();
        await using var db = NpgsqlDataSource.Create(database.ConnectionString);
        var someone = new Operator(("ConnectionStrings:Connectify", database.ConnectionString));

        var answer = await someone.Says("organizations list");

        answer.Code.ShouldBe(1);
        answer.Error.ShouldEndWith(" is not migrated: start the service, or give the command migrate.\n");
        (await Migrator.Version(db, TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
