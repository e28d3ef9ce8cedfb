using Connectify.Infrastructure.Database;
using Npgsql;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// Removes what nobody needs any more: files of deleted messages and ended chats, and what broken requests and crashes
/// have left. Works on any number of nodes at once, when woken and once a minute.
/// </summary>
internal sealed class Sweeper(
    NpgsqlDataSource db, LooseFiles loose, Staging staging, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    // A chat with many files is swept piece by piece, each a short statement.
    private const string EndedSql = $"""
        -- Sweeper.EndedChat
        WITH chat AS (
            SELECT chat_id FROM ended_chats LIMIT 1 FOR UPDATE SKIP LOCKED
        ), attached AS (
            DELETE FROM attachments
             WHERE id IN (SELECT a.id FROM chat JOIN attachments a ON a.chat_id = chat.chat_id LIMIT 500)
            RETURNING file_key, thumbnail_key
        ), avatar AS (
            DELETE FROM avatars USING chat WHERE avatars.chat_id = chat.chat_id RETURNING file_key
        ), gone AS (
            SELECT * FROM attached UNION ALL SELECT file_key, NULL FROM avatar
        ), doomed AS (
            {LooseFiles.DoomGone}
        ), finished AS (
            DELETE FROM ended_chats WHERE chat_id = (SELECT chat_id FROM chat) AND NOT EXISTS (SELECT FROM gone)
        )
        SELECT count(*) FROM chat
        """;

    private const string DoomSql = """
        -- Sweeper.Doom
        UPDATE loose_files SET is_doomed = true WHERE NOT is_doomed AND since < now() - interval '1 hour'
        """;

    private const string DoomedSql = """
        -- Sweeper.Doomed
        SELECT key FROM loose_files WHERE is_doomed LIMIT 100
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _woken = new(0, 1);
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>There is something to do now.</summary>
    internal void Wake()
    {
        // Woken twice is woken.
        if (_woken.CurrentCount == 0)
        {
            try
            {
                _woken.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else was first.
            }
        }
    }

    /// <summary>Removes all that is to be removed now.</summary>
    internal async Task Sweep(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);

        try
        {
            await SweepAll(cancel);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    // What two nodes remove at once is removed; it only costs a little.
    private async Task SweepAll(CancellationToken cancel)
    {
        staging.Sweep();

        while (await db.QueryOne<long>(EndedSql, null, cancel) > 0)
        {
            cancel.ThrowIfCancellationRequested();
        }

        await db.Execute(DoomSql, null, cancel);

        while (await db.Query<string>(DoomedSql, null, cancel) is { Count: > 0 } keys)
        {
            await loose.Remove([.. keys]);
            cancel.ThrowIfCancellationRequested();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await Woken(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception e) when (e is StoreUnavailableException or DatabaseUnavailableException or IOException)
            {
                StoreLog.NotSwept(log, e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                StoreLog.SweepFailed(log, e);
            }
        }
    }

    // False when the service stops. What is left from before can wait, too: the start has enough to do.
    private async Task<bool> Woken(CancellationToken stop)
    {
        using var minute = new CancellationTokenSource(Interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(minute.Token, stop);

        try
        {
            await _woken.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // A minute has passed, or the service stops.
        }

        return !stop.IsCancellationRequested;
    }
}
