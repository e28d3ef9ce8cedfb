using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class HubTests
{
    private readonly FakeTimeProvider _clock = new();
    private int _count;

    [Fact]
    public async Task What_the_database_does_not_know_of_is_looked_for_again_and_again_but_not_without_a_pause()
    {
        using var backplane = new Backplane(new BackplaneOptions((StackExchange.Redis.ConfigurationOptions?)null), NullLogger<Backplane>.Instance);
        var hub = new Hub(Nothing, backplane, _clock, NullLogger<Hub>.Instance);
        var connection = hub.Join(new Topic(1), feed => new Connection(
            new Me(1, "alice", 1, DateTimeOffset.MaxValue), new object(), false, feed, new RealtimeOptions(), _clock));
        connection.Feed.LetIn(connection, new Cursor(1, 1), DateTime.UtcNow);

        hub.Notice(new Topic(1), new Cursor(5, 9));

        var pauses = 0;

        while (Volatile.Read(ref _count) < 5)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            pauses++;
            await Task.Yield();
        }

        Volatile.Read(ref _count).ShouldBeLessThanOrEqualTo(pauses);
    }

    private Task<Reading> Nothing(Topic topic, Cursor after, long[] listeners)
    {
        Interlocked.Increment(ref _count).ShouldBeLessThan(100_000);

        return Task.FromResult(new Reading([], after, true, []));
    }
}
