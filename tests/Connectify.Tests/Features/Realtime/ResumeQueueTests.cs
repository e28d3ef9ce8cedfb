using System.Text.Json;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

/// <summary>What was missed does not count against the queue; what comes meanwhile does.</summary>
public sealed class ResumeQueueTests(ResumeQueueTests.Narrow app) : InConversation<ResumeQueueTests.Narrow>(app)
{
    public sealed class Narrow : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Realtime:QueueLength", "1"), ("Realtime:QueueBytes", "2048"), ("Limits:MessageBurst", "100000")];
    }

    [Fact]
    public async Task More_than_the_queue_holds_is_shown_to_who_comes_back()
    {
        await App.Fill(Chat, 300, Alice, Bob);
        using var socket = await App.Resume(Bob, Chat, "0-0");

        (await socket.UntilResumed()).Types().ShouldBe([.. Enumerable.Repeat("message", 300), "resumed"]);

        await Alice.Say(Chat, "and now");
        (await socket.Next("message")).GetProperty("message").Number("position").ShouldBe(301);
    }

    [Fact]
    public async Task Who_does_not_read_what_was_missed_is_closed_when_more_comes_than_the_queue_holds()
    {
        await FillWithLongOnes();
        using var slow = await App.Resume(Bob, Chat, "0-0");

        for (var count = 0; App.Sockets.Any(socket => socket.Me.Id == Bob.Id && socket.Closing is null); count++)
        {
            count.ShouldBeLessThan(100);
            await Alice.Say(Chat, $"message {count}");
        }

        App.Sockets.Where(socket => socket.Me.Id == Bob.Id).ShouldAllBe(socket => socket.Closing == CloseReason.TooSlow);
        await slow.ShouldClose(1013);
    }

    // So much that the buffers of both ends can't take it.
    private async Task FillWithLongOnes()
    {
        await App.Fill(Chat, 450, Alice, Bob);
        await App.TakeTimeTo("UPDATE messages SET content = repeat('x', 40000) WHERE chat_id = @Chat", new { Chat });
    }
}

/// <summary>A reader is bounded by bytes, where its frames are few but large.</summary>
public sealed class QueueBytesTests(QueueBytesTests.Light app) : IClassFixture<QueueBytesTests.Light>
{
    public sealed class Light : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Realtime:QueueLength", "100000"), ("Realtime:QueueBytes", "100000"), ("Limits:MessageBurst", "100000"), ("Limits:MessageLength", "60000")];
    }

    [Fact]
    public async Task A_reader_for_whom_too_many_bytes_wait_is_closed_with_1013_and_the_others_miss_nothing()
    {
        using var talk = await app.Talk();
        using var slow = await app.Listen(talk.Bob, talk.Chat);
        await slow.ShouldBeSilent();
        var text = new string('x', 40_000);
        var position = 0L;

        // What nobody reads fills the buffers of both ends first, and then the queue.
        while (app.Sockets.All(socket => socket.Closing != CloseReason.TooSlow))
        {
            position.ShouldBeLessThan(2000);
            (await SayAtLength(talk, text)).GetProperty("message").Number("position").ShouldBe(++position);
        }

        await slow.ShouldClose(1013);
        await talk.Say("all is well");
    }

    [Fact]
    public async Task One_frame_larger_than_the_limit_passes()
    {
        using var talk = await app.Talk();
        var text = new string('"', 30_000);

        var sent = await SayAtLength(talk, text);

        sent.GetRawText().Length.ShouldBeGreaterThan(50_000);
        sent.GetProperty("message").Text("content").ShouldBe(text);
        await talk.Say("all is well");
    }

    // More than the document allows, which speaks of the usual limit.
    private static async Task<JsonElement> SayAtLength(Talk talk, string text)
    {
        await talk.OfAlice.SendWrong(new { Type = "message", Content = text });
        await talk.OfBob.Next("message");

        return await talk.OfAlice.Next("message");
    }
}
