using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Database;

public sealed class DatabaseStartTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_empty_database_is_migrated_before_anything_is_served()
    {
        await using var database = await Support.Database.CreateEmpty();
        await using var service = ServiceProcess.Start(
            _folder.Path, ("ConnectionStrings__Connectify", database.ConnectionString));

        await service.WaitUntilReady();

        await using var db = NpgsqlDataSource.Create(database.ConnectionString);
        (await Migrator.IsCurrent(db, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_is_slow_to_answer_is_waited_for()
    {
        await using var database = await Support.Database.Create();
        using var proxy = new DatabaseProxy(database.ConnectionString);
        proxy.LoseAnswers();
        await using var service = ServiceProcess.Start(
            _folder.Path, ("ConnectionStrings__Connectify", proxy.ConnectionString));

        // The second time is after it has given up the first.
        while (proxy.Connections < 2)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        proxy.Cut();
        await service.WaitUntilReady();
    }

    [Fact]
    public async Task A_database_that_forgets_what_it_acknowledged_is_warned_of()
    {
        await using var database = await Support.Database.Create();
        await using var service = ServiceProcess.Start(
            _folder.Path,
            ("ConnectionStrings__Connectify", $"{database.ConnectionString};Options=-c synchronous_commit=off"));

        await service.WaitUntilReady();
        await service.Interrupt();

        service.Output.ShouldContain("DATA WILL BE LOST");
        service.Output.ShouldContain("synchronous_commit=off");
    }
}
