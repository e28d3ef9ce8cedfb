using Npgsql;

namespace Connectify.Infrastructure.Database;

/// <summary>Watches the private PostgreSQL, and starts it again on its port, within a second, whenever it is gone.</summary>
internal sealed partial class EmbeddedPostgresKeeper(EmbeddedPostgres postgres, ILogger<EmbeddedPostgresKeeper> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await postgres.BringUp(stoppingToken))
                {
                    StartedAgain(log);
                }

                await WhileItAnswers(stoppingToken);
            }
            catch (CannotStartException e)
            {
                StillGone(log, e);
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                // Gone, or only this session: the next round finds out.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task WhileItAnswers(CancellationToken cancel)
    {
        await using var connection = await postgres.Connect(cancel);

        // An idle session ends in the moment in which the server dies.
        while (true)
        {
            await connection.WaitAsync(TimeSpan.FromSeconds(1), cancel);
            postgres.TryOwn();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The private PostgreSQL had died and was started again")]
    private static partial void StartedAgain(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The private PostgreSQL does not come back; trying on")]
    private static partial void StillGone(ILogger log, Exception e);
}
