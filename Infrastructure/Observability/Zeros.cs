namespace Connectify.Infrastructure.Observability;

/// <summary>
/// Counts what may not happen for days. Of a series that begins with 1 nobody sees that it has risen, so those that are
/// looked at begin with 0 when the service starts.
/// </summary>
internal interface IBeginsAtZero
{
    /// <summary>Counts nothing, under each name that somebody looks at.</summary>
    void Begin();
}

/// <summary>Has all counters begin, once somebody listens to them.</summary>
internal sealed class Zeros(IEnumerable<IBeginsAtZero> counters) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var counter in counters)
        {
            counter.Begin();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
