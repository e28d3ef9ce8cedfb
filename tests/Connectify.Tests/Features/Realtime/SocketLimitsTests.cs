using System.Net;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Features.Realtime;

/// <summary>What one client can make large, and what becomes of it.</summary>
public sealed class SocketLimitsTests(SocketLimitsTests.Small app) : IClassFixture<SocketLimitsTests.Small>
{
    /// <summary>Time stands still, so that nobody is given a new message or frame to send.</summary>
    public sealed class Small : App
    {
        protected override TimeProvider Clock { get; } = new FakeTimeProvider(DateTimeOffset.UtcNow);

        protected override IEnumerable<(string, string)> Settings =>
        [
            ("Limits:SocketsPerUser", "3"), ("Limits:MessageBurst", "5"), ("Limits:MessagesPerSecond", "1"),
            ("Limits:FrameBurst", "20"), ("Limits:FramesPerSecond", "1"),
        ];
    }

    [Fact]
    public async Task One_socket_more_than_allowed_closes_with_1008()
    {
        using var talk = await app.Talk();
        using var second = await app.Listen(talk.Alice, talk.Chat);
        using var third = await app.Listen(talk.Alice, talk.Chat);
        await third.ShouldBeSilent();

        using var fourth = await app.Listen(talk.Alice, talk.Chat);

        await fourth.ShouldClose(1008);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task A_socket_that_has_gone_makes_room_for_another()
    {
        using var talk = await app.Talk();
        using var second = await app.Listen(talk.Alice, talk.Chat);
        using var third = await app.Listen(talk.Alice, talk.Chat);
        await third.Close();

        while (app.Sockets.Count(socket => socket.Me.Id == talk.Alice.Id) > 2)
        {
            await Task.Yield();
        }

        using var another = await app.Listen(talk.Alice, talk.Chat);
        await another.ShouldBeSilent();
    }

    [Fact]
    public async Task Messages_past_the_burst_are_errors_over_sockets_and_429_over_rest()
    {
        using var talk = await app.Talk();

        for (var count = 0; count < 5; count++)
        {
            await talk.Say($"message {count}");
        }

        await talk.OfAlice.Send(new { Type = "message", Content = "too much", ClientMessageId = "k" });
        var error = await talk.OfAlice.Next("error");
        error.Text("detail").ShouldBe("Too many messages; slow down");
        error.Text("client_message_id").ShouldBe("k");

        var refused = await talk.Post(talk.Alice, new { Content = "too much" });
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests, "Too many messages; slow down");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));

        // Others have an allowance of their own.
        await talk.Post(talk.Bob, new { Content = "mine" }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_second_copy_of_a_message_costs_nothing()
    {
        using var talk = await app.Talk();

        for (var count = 0; count < 5; count++)
        {
            await talk.Say($"message {count}");
            await talk.Post(talk.Alice, new { Content = $"message {count}" }).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Frames_past_the_burst_are_errors_and_a_flood_closes_with_1008()
    {
        using var talk = await app.Talk();

        for (var count = 0; count < 20; count++)
        {
            await talk.OfAlice.Send(new { Type = "ping" });
            await talk.OfAlice.Next("pong");
        }

        for (var count = 0; count < 99; count++)
        {
            await talk.OfAlice.SendWrong(new { Type = "nonsense" });
        }

        (await talk.OfAlice.Next("error")).Text("detail").ShouldBe("Too many frames; slow down");

        for (var count = 0; count < 20; count++)
        {
            await talk.OfAlice.SendText("{");
        }

        await talk.OfAlice.ShouldClose(1008);
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_count_as_frames()
    {
        using var talk = await app.Talk();

        for (var count = 0; count < 140; count++)
        {
            await talk.OfAlice.SendWrong(new { Type = "message" });
        }

        await talk.OfAlice.ShouldClose(1008);
    }
}

/// <summary>A reader that does not read.</summary>
public sealed class SlowReaderTests(SlowReaderTests.Narrow app) : IClassFixture<SlowReaderTests.Narrow>
{
    public sealed class Narrow : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Realtime:QueueLength", "8"), ("Limits:MessageBurst", "100000")];
    }

    [Fact]
    public async Task A_reader_too_slow_for_its_queue_closes_with_1013_and_the_others_miss_nothing()
    {
        using var talk = await app.Talk();
        using var slow = await app.Listen(talk.Bob, talk.Chat);
        await slow.ShouldBeSilent();
        var position = 0L;
        var text = new string('x', 10_000);

        // What nobody reads fills the buffers of both ends first, and then the queue.
        while (app.Sockets.All(socket => socket.Closing != CloseReason.TooSlow))
        {
            position.ShouldBeLessThan(5000);
            var sent = await talk.Say(text);
            sent.GetProperty("message").Number("position").ShouldBe(++position);
        }

        await slow.ShouldClose(1013);
        await talk.Say("all is well");
    }
}
