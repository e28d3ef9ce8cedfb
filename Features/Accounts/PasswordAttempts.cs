using System.Threading.RateLimiting;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Http;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Accounts;

/// <summary>
/// Looks whether a password is right, as long as there have not been too many wrong ones: for one account from one
/// address, for one account, and from one address. Past a limit the right one is not looked at either.
/// </summary>
internal sealed class PasswordAttempts : IDisposable
{
    private const int Segments = 15;
    private const int MostInLine = 100;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Passwords _passwords;
    private readonly PasswordMetrics _metrics;
    private readonly PartitionedRateLimiter<Attempt> _wrong;
    private readonly PartitionedRateLimiter<Attempt> _turns;

    public PasswordAttempts(Passwords passwords, IOptions<Limits> limits, PasswordMetrics metrics)
    {
        (_passwords, _metrics) = (passwords, metrics);

        // The address first: one that is past its limit can't make the service remember ever more accounts.
        _wrong = PartitionedRateLimiter.CreateChained(
            PerWindow(attempt => attempt.Address, limits.Value.PasswordFailuresPerAddress),
            PerWindow(attempt => attempt.Account, limits.Value.PasswordFailuresPerAccount),
            PerWindow(attempt => $"{attempt.Address} {attempt.Account}", limits.Value.PasswordFailures));

        // One after the other, so that many at once are no more tries than many in a row.
        _turns = PartitionedRateLimiter.Create<Attempt, string>(attempt => RateLimitPartition.GetConcurrencyLimiter(
            attempt.Account, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = MostInLine }));
    }

    public void Dispose()
    {
        _wrong.Dispose();
        _turns.Dispose();
    }

    /// <summary>Whether a password has a hash; null where there is no such account. It is wrong then, after the same time.</summary>
    /// <param name="password">As it was given.</param>
    /// <param name="hash">Of the account.</param>
    /// <param name="account">What tells the account from all others, whether it exists or not.</param>
    /// <param name="peer">Where the password comes from.</param>
    /// <param name="cancel">Ends the wait for one's turn.</param>
    internal async Task<Verdict> Try(string password, string? hash, string account, Peer peer, CancellationToken cancel)
    {
        var attempt = new Attempt(peer.Address, account);
        using var turn = await _turns.AcquireAsync(attempt, permitCount: 1, cancel);
        using var allowed = _wrong.AttemptAcquire(attempt, permitCount: 0);

        if (!turn.IsAcquired || !allowed.IsAcquired)
        {
            _metrics.RefusedUnseen();

            return new Verdict(IsRight: false, allowed.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window / Segments);
        }

        if (await _passwords.IsRight(password, hash, cancel))
        {
            return new Verdict(IsRight: true, Wait: null);
        }

        _wrong.AttemptAcquire(attempt).Dispose();
        _metrics.RefusedWrong();

        return new Verdict(IsRight: false, Wait: null);
    }

    private static PartitionedRateLimiter<Attempt> PerWindow(Func<Attempt, string> key, int most) =>
        PartitionedRateLimiter.Create<Attempt, string>(attempt => RateLimitPartition.GetSlidingWindowLimiter(
            key(attempt),
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = Window, SegmentsPerWindow = Segments }));

    /// <param name="IsRight">False also where it was not looked at.</param>
    /// <param name="Wait">When the next try makes sense, where there were too many; else null.</param>
    internal readonly record struct Verdict(bool IsRight, TimeSpan? Wait);

    private readonly record struct Attempt(string Address, string Account);
}
