using Dapper;
using Npgsql;

namespace Connectify.Tests.Support;

/// <summary>Holds the row of a chat, so that whoever writes to the chat waits.</summary>
internal sealed class HeldChat : IAsyncDisposable
{
    private const string WaitersSql =
        "SELECT array_agg(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private readonly App _app;
    private readonly NpgsqlConnection _holder;

    private HeldChat(App app, NpgsqlConnection holder) => (_app, _holder) = (app, holder);

    internal static async Task<HeldChat> Of(App app, long chat)
    {
        var holder = await app.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await holder.ExecuteAsync("BEGIN; SELECT FROM chats WHERE id = @chat FOR UPDATE", new { chat });

        return new HeldChat(app, holder);
    }

    /// <summary>Returns when so many wait, with the processes of their connections.</summary>
    internal Task<int[]> Waiters(int count = 1) => Waiters(_app, count);

    /// <summary>The same for whatever lock they wait for.</summary>
    internal static async Task<int[]> Waiters(App app, int count = 1)
    {
        while (true)
        {
            if (await app.Value<int[]>(WaitersSql) is { } waiters && waiters.Length >= count)
            {
                return waiters;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    internal Task Release() => _holder.ExecuteAsync("COMMIT");

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
