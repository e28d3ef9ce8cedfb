using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Dapper;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Connectify.Tests.Infrastructure.Auth;

public sealed class SessionsTests(App app) : IClassFixture<App>
{
    // A session that can be read only by who passes a gate, which is shut.
    private const string SlowSessions = """
        INSERT INTO users (username, email, password_hash) VALUES ('dave', 'dave@example.com', '');
        INSERT INTO sessions (user_id, expires_at) VALUES (1, now() + interval '1 day');
        ALTER TABLE sessions RENAME TO real_sessions;
        CREATE VIEW sessions AS SELECT s.* FROM real_sessions s, LATERAL (SELECT pg_advisory_xact_lock(s.id)) gate;
        SELECT pg_advisory_lock(1);
        """;

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_session_is_its_users_until_it_ends()
    {
        using var dave = await app.Register("dave");
        var session = await SessionOf(dave);
        var sessions = Node();

        (await Find(sessions, dave, session)).ShouldBe(new Account(dave.Username, AccountStatus.Active));
        (await Find(sessions, dave, session + 1_000_000)).ShouldBeNull();
        (await sessions.Find(dave.Id + 1, session, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_forgotten_is_asked_anew()
    {
        using var dave = await app.Register("dave");
        var session = await SessionOf(dave);
        var sessions = Node();
        await Find(sessions, dave, session);
        await End(session);

        sessions.Forget(dave.Id);

        (await Find(sessions, dave, session)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_node_notices_after_four_seconds_and_asks_no_more_often()
    {
        using var dave = await app.Register("dave");
        var session = await SessionOf(dave);
        var other = Node();
        await Find(other, dave, session);
        await End(session);

        _clock.Advance(TimeSpan.FromSeconds(3.9));
        (await Find(other, dave, session)).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        (await Find(other, dave, session)).ShouldBeNull();
    }

    [Fact]
    public async Task Looking_all_the_time_keeps_nothing_alive()
    {
        using var dave = await app.Register("dave");
        var session = await SessionOf(dave);
        var other = Node();
        await Find(other, dave, session);
        await End(session);

        for (var i = 0; i < 4; i++)
        {
            (await Find(other, dave, session)).ShouldNotBeNull();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await Find(other, dave, session)).ShouldBeNull();
    }

    [Fact]
    public async Task A_look_up_that_was_under_way_when_its_user_was_forgotten_is_repeated()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var database = await Support.Database.Create();
        await using var db = NpgsqlDataSource.Create(database.ConnectionString);
        await using var gate = await db.OpenConnectionAsync(cancel);
        await gate.ExecuteAsync(SlowSessions);
        var sessions = new Sessions(db, _clock);

        // It has its snapshot from before the change, and waits at the gate.
        var finding = sessions.Find(1, 1, cancel);
        await WaitUntilSomebodyWaits(db);
        await db.Execute("DELETE FROM real_sessions", null, cancel);
        sessions.Forget(1);
        await gate.ExecuteAsync("SELECT pg_advisory_unlock(1)");

        (await finding).ShouldBeNull();
    }

    [Fact]
    public async Task After_it_was_forgotten_nobody_gets_the_answer_from_before()
    {
        using var dave = await app.Register("dave");
        var sessions = Node();

        for (var i = 0; i < 50; i++)
        {
            var session = await app.Value<long>(
                "INSERT INTO sessions (user_id, expires_at) VALUES (@Id, now() + interval '1 day') RETURNING id", new { dave.Id });
            var before = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Find(sessions, dave, session)));
            await End(session);
            sessions.Forget(dave.Id);

            (await Find(sessions, dave, session)).ShouldBeNull();
            await before;
            (await Find(sessions, dave, session)).ShouldBeNull();
        }
    }

    private static async Task WaitUntilSomebodyWaits(NpgsqlDataSource db)
    {
        while (!await db.QueryOne<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            null,
            TestContext.Current.CancellationToken))
        {
            await Task.Yield();
        }
    }

    private Sessions Node() => new(app.Db, _clock);

    private static Task<Account?> Find(Sessions sessions, Person person, long session) =>
        sessions.Find(person.Id, session, TestContext.Current.CancellationToken);

    private Task<long> SessionOf(Person person) =>
        app.Value<long>("SELECT id FROM sessions WHERE user_id = @Id", new { person.Id });

    private Task<int> End(long session) => app.Run("DELETE FROM sessions WHERE id = @Id", new { Id = session });
}
