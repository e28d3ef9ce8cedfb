using System.Threading.RateLimiting;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// The turns in which sockets are opened. After a restart all clients come back at once; each costs a few statements, and
/// those of all together must not keep the database from everything else. Who can't get a turn in time is sent away
/// with a 503 before the upgrade, and so are all who wait when the database turns out to be away.
/// </summary>
internal sealed class Admission(IOptions<RealtimeOptions> options) : IDisposable
{
    private const int LatestReturn = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.OpeningAtOnce,
        QueueLimit = options.Value.OpeningQueue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private CancellationTokenSource _giveUp = new();

    /// <summary>How many wait for their turn.</summary>
    internal long Waiting => _turns.GetStatistics()?.CurrentQueuedCount ?? 0;

    // Not to come back all at once again.
    private static ProblemHttpResult Crowded => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        "Too many sockets are being opened, come back later",
        (Problem.RetryAfter, Random.Shared.Next(1, LatestReturn + 1)));

    /// <summary>
    /// Gives an opening its turn, from before its token is looked at until its socket is accepted or it is answered.
    /// </summary>
    internal async Task Pass(HttpContext context, RequestDelegate next)
    {
        using var turn = await Enter(context.RequestAborted);

        if (turn is null)
        {
            await Crowded.ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (DatabaseUnavailableException)
        {
            Interlocked.Exchange(ref _giveUp, new CancellationTokenSource()).Cancel();
            throw;
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _giveUp.Dispose();
    }

    private async Task<RateLimitLease?> Enter(CancellationToken aborted)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(aborted, Volatile.Read(ref _giveUp).Token);
        wait.CancelAfter(Patience);

        try
        {
            var lease = await _turns.AcquireAsync(1, wait.Token);

            return lease.IsAcquired ? lease : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
