using System.Threading.RateLimiting;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Accounts;

/// <summary>How many may still register from an address on this node.</summary>
internal sealed class Registrations(IOptions<Limits> limits) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<Peer> _registrations = PartitionedRateLimiter.Create<Peer, string>(
        peer => RateLimitPartition.GetSlidingWindowLimiter(peer.Address, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = limits.Value.RegistrationsPerMinute,
            Window = Minute,
            SegmentsPerWindow = 6,
        }));

    public void Dispose() => _registrations.Dispose();

    /// <summary>Counts one; otherwise says how long until there may be another.</summary>
    internal bool TryTake(Peer peer, out TimeSpan wait)
    {
        using var lease = _registrations.AttemptAcquire(peer);
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var given) ? given : Minute;

        return lease.IsAcquired;
    }
}
