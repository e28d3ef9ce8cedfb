namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Times one message on its way: until it has been written to that of the sockets which it is offered to last, so that a
/// thousand of them are measured once.
/// </summary>
/// <param name="since">When the message came.</param>
internal sealed class DeliveryWatch(long since, RealtimeMetrics metrics)
{
    private Connection? _last;

    /// <summary>Says which socket is the last.</summary>
    internal void WaitFor(Connection last) => _last = last;

    /// <summary>Says that the message has been written to a socket.</summary>
    internal void Written(Connection connection, TimeProvider clock)
    {
        if (ReferenceEquals(connection, _last))
        {
            metrics.TookUntilDelivered(clock.GetElapsedTime(since));
        }
    }
}
