namespace Connectify.Infrastructure.Realtime;

/// <summary>A sign of life that clients may answer with <c>heartbeat_ack</c>.</summary>
/// <param name="Timestamp">UTC.</param>
/// <param name="ConnectionId"><c>user_</c> and the user's id.</param>
internal sealed record Heartbeat(DateTime Timestamp, string ConnectionId) : ServerEvent("heartbeat");

/// <summary>
/// What happens to sockets by the clock: heartbeats, the end of a token, of typing, and of patience with half a message.
/// One loop for all of them, so that an idle socket costs no timer. Closes every socket when the service stops.
/// </summary>
internal sealed partial class Pulse(
    Hub hub, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Pulse> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var _ = lifetime.ApplicationStopping.Register(() => hub.CloseAll(CloseReason.GoingAway));
        using var timer = new PeriodicTimer(Beat, clock);

        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var connection in hub.Connections)
                {
                    TryTick(connection, clock.GetUtcNow());
                }

                foreach (var feed in hub.Feeds)
                {
                    feed.Presence.EndElsewhere(clock.GetUtcNow());
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // One socket's trouble must not end the pulse of all.
    private void TryTick(Connection connection, DateTimeOffset now)
    {
        try
        {
            Tick(connection, now);
        }
        catch (Exception e)
        {
            LogFault(e);
        }
    }

    private static void Tick(Connection connection, DateTimeOffset now)
    {
        if (now >= connection.Me.TokenExpiresAt)
        {
            connection.Close(CloseReason.Unauthorized);
        }
        else if (connection.AssemblingFor > RealtimeOptions.AssemblyTimeout)
        {
            connection.Close(CloseReason.Unfinished);
        }
        else if (connection.IsHeartbeatDue())
        {
            connection.Offer(new Broadcast(new Content(new Heartbeat(now.UtcDateTime, $"user_{connection.Me.Id}"))), isLoose: true);
        }

        if (connection.TypingFor > RealtimeOptions.TypingLasts)
        {
            Typing.Stop(connection);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket could not be looked after")]
    private partial void LogFault(Exception exception);
}
