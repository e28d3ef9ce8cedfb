using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

public sealed class FeedTests
{
    private readonly Feed _feed = new(new Topic(1), _ => new TaskCompletionSource().Task, _ => { });

    [Fact]
    public void Who_was_looked_up_before_the_feed_began_is_looked_up_again_and_misses_nothing()
    {
        var (early, late) = (Join(1), Join(2));
        _feed.LetIn(late, new Cursor(0, 8), DateTime.UtcNow).ShouldBeTrue();

        _feed.LetIn(early, new Cursor(0, 7), DateTime.UtcNow).ShouldBeFalse();
        early.IsLetIn.ShouldBeFalse();

        _feed.LetIn(early, new Cursor(0, 8), DateTime.UtcNow).ShouldBeTrue();
    }

    [Fact]
    public void Who_came_after_the_feed_began_is_let_in_however_much_was_shown_meanwhile()
    {
        var first = Join(1);
        _feed.LetIn(first, new Cursor(0, 7), DateTime.UtcNow).ShouldBeTrue();
        var second = Join(2);
        _feed.Publish([new Publication(_feed.Topic, new Cursor(0, 8), new ChatDeleted(1))]);

        _feed.LetIn(second, new Cursor(0, 7), DateTime.UtcNow).ShouldBeTrue();
    }

    private Connection Join(long user)
    {
        var me = new Me(user, $"user-{user}", user, DateTimeOffset.MaxValue);
        var connection = new Connection(me, new object(), isFlat: false, _feed, new RealtimeOptions(), TimeProvider.System);
        _feed.Add(connection);

        return connection;
    }
}
