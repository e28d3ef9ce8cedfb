using System.Collections.Concurrent;
using Connectify.Infrastructure;
using Microsoft.Extensions.Options;

namespace Connectify.Features.Messages;

/// <summary>How many messages each user may still send on this node, over REST and sockets together.</summary>
internal sealed class MessageAllowance(IOptions<Limits> limits, TimeProvider clock)
{
    private const int Many = 10_000;

    private readonly ConcurrentDictionary<long, OfUser> _users = [];

    /// <summary>What one user may still send.</summary>
    internal OfUser Of(long userId)
    {
        if (_users.Count > Many)
        {
            foreach (var (user, rested) in _users.Where(entry => entry.Value.IsFull))
            {
                _users.TryRemove(KeyValuePair.Create(user, rested));
            }
        }

        return _users.GetOrAdd(userId, _ => new OfUser(Bucket(), Bucket()));
    }

    private TokenBucket Bucket() => new(limits.Value.MessagesPerSecond, limits.Value.MessageBurst, clock);

    /// <summary>What one user may still send.</summary>
    /// <param name="Messages">Takes one token for each message that is stored.</param>
    /// <param name="Repeats">
    /// Where that is empty, what comes may still be a repeat of a message that has been paid for; so many are looked up.
    /// </param>
    internal sealed record OfUser(TokenBucket Messages, TokenBucket Repeats)
    {
        internal bool IsFull => Messages.IsFull && Repeats.IsFull;
    }
}
