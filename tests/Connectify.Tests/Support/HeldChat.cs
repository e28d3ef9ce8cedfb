using System.Diagnostics;
using Connectify.Infrastructure.Database;
using Dapper;
using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>Holds the row of a chat, so that whoever writes to the chat waits.</summary>
internal sealed class HeldChat : IAsyncDisposable
{
    private const string WaitersSql = """
        SELECT array_agg(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start >= @longerThan
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NpgsqlDataSource _db;
    private readonly NpgsqlConnection _holder;

    private HeldChat(NpgsqlDataSource db, NpgsqlConnection holder) => (_db, _holder) = (db, holder);

    internal static Task<HeldChat> Of(App app, long chat) => Of(app.Db, chat);

    /// <summary>The same where the service is a process of its own.</summary>
    internal static async Task<HeldChat> Of(NpgsqlDataSource db, long chat)
    {
        var holder = await db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await holder.ExecuteAsync("BEGIN; SELECT FROM chats WHERE id = @chat FOR UPDATE", new { chat });

        return new HeldChat(db, holder);
    }

    /// <summary>Holds a whole table, so that nobody can even look.</summary>
    internal static async Task<HeldChat> Table(App app, string table)
    {
        var holder = await app.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await holder.ExecuteAsync($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");

        return new HeldChat(app.Db, holder);
    }

    /// <summary>Returns when so many wait, with the processes of their connections.</summary>
    internal Task<int[]> Waiters(int count = 1) => Waiters(_db, count, TimeSpan.Zero);

    /// <summary>
    /// The same of those who wait as long as it takes. A message waits with others first, and after a tenth of a second apart.
    /// </summary>
    internal Task<int[]> PatientWaiters() => Waiters(_db, 1, TimeSpan.FromMilliseconds(250));

    /// <summary>The same for whatever lock they wait for.</summary>
    internal static Task<int[]> Waiters(App app, int count = 1) => Waiters(app.Db, count, TimeSpan.Zero);

    internal Task Release() => _holder.ExecuteAsync("COMMIT");

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

    private static async Task<int[]> Waiters(NpgsqlDataSource db, int count, TimeSpan longerThan)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            if (await db.QueryOne<int[]>(WaitersSql, new { longerThan }, TestContext.Current.CancellationToken) is { } waiters && waiters.Length >= count)
            {
                return waiters;
            }
        }

        throw new TimeoutException($"There are not {count} who wait.");
    }
}
