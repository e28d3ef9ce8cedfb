using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>What may wait for a socket that nobody reads.</summary>
public sealed class ConnectionTests
{
    private sealed record Said(string Text) : ServerEvent("said");

    [Fact]
    public void As_many_frames_as_the_queue_holds_may_wait_and_no_more()
    {
        var connection = Open(queueLength: 3);

        Offer(connection, 3);
        connection.Closing.ShouldBeNull();

        Offer(connection, 1);
        connection.Closing.ShouldBe(CloseReason.TooSlow);
    }

    [Fact]
    public void What_was_read_at_once_does_not_count_among_the_frames_nor_against_those_that_follow()
    {
        var connection = Open(queueLength: 3);

        Offer(connection, 200, isOfReading: true);
        Offer(connection, 3);
        Offer(connection, 200, isOfReading: true);
        connection.Closing.ShouldBeNull();

        Offer(connection, 1);
        connection.Closing.ShouldBe(CloseReason.TooSlow);
    }

    [Fact]
    public void Bytes_count_wherever_they_come_from()
    {
        var connection = Open(queueLength: 1000);

        Offer(connection, 10, isOfReading: true, size: 1000);
        connection.Closing.ShouldBeNull();

        Offer(connection, 11, isOfReading: true, size: 1000);
        connection.Closing.ShouldBe(CloseReason.TooSlow);
    }

    [Fact]
    public void A_single_frame_may_be_larger_than_all_that_may_wait()
    {
        var connection = Open(queueLength: 1000);

        Offer(connection, 1, size: 100_000);
        connection.Closing.ShouldBeNull();

        Offer(connection, 1);
        connection.Closing.ShouldBe(CloseReason.TooSlow);
    }

    [Fact]
    public void Loose_frames_are_dropped_where_half_of_the_queue_is_taken()
    {
        var connection = Open(queueLength: 4);
        Offer(connection, 3);

        for (var count = 0; count < 100; count++)
        {
            connection.Offer(new Broadcast(new Content(new Said("typing"))), isLoose: true);
        }

        Offer(connection, 1);
        connection.Closing.ShouldBeNull();
    }

    [Fact]
    public async Task A_message_that_is_just_arriving_is_never_taken_for_an_old_one()
    {
        var connection = Open(queueLength: 4);
        var arriving = Task.Run(
            () =>
            {
                for (var count = 0; count < 500_000; count++)
                {
                    connection.IsAssembling = true;
                    connection.IsAssembling = false;
                }
            },
            TestContext.Current.CancellationToken);
        var longest = TimeSpan.Zero;

        while (!arriving.IsCompleted)
        {
            longest = connection.AssemblingFor is var now && now > longest ? now : longest;
        }

        await arriving;
        longest.ShouldBeLessThan(RealtimeOptions.AssemblyTimeout);
    }

    private static Connection Open(int queueLength)
    {
        var options = new RealtimeOptions { QueueLength = queueLength, QueueBytes = 20_000 };
        var feed = new Feed(new Topic(1), _ => Task.CompletedTask, _ => { });
        var me = new Me(1, "alice", 1, DateTimeOffset.MaxValue);

        return new Connection(me, new object(), isFlat: false, feed, options, TimeProvider.System);
    }

    private static void Offer(Connection connection, int count, bool isOfReading = false, int size = 1)
    {
        for (var sent = 0; sent < count; sent++)
        {
            connection.Offer(new Broadcast(new Content(new Said(new string('x', size)))), isOfReading: isOfReading);
        }
    }
}
