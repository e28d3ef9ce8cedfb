using System.Net;
using System.Text.Json;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Features.Realtime;

/// <summary>One order for everybody, and nothing missing in it.</summary>
public sealed class OrderTests(OrderTests.Busy app) : IClassFixture<OrderTests.Busy>
{
    private const int Senders = 32;
    private const int Each = 10;

    public sealed class Busy : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Limits:MessageBurst", "100000"), ("Realtime:QueueLength", "10000"), ("Limits:SocketsPerUser", "100")];
    }

    [Fact]
    public async Task Thirty_two_senders_at_once_are_seen_in_one_order_by_every_reader()
    {
        using var talk = await app.Talk();
        var readers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Listen(talk.Bob, talk.Chat)));
        await Task.WhenAll(readers.Select(reader => reader.ShouldBeSilent()));

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => sender % 2 == 0
            ? SendOverRest(talk, sender)
            : SendOverSocket(talk, sender)));

        var seen = await Task.WhenAll(readers.Select(Positions));
        seen.ShouldAllBe(positions => positions.SequenceEqual(Enumerable.Range(1, Senders * Each).Select(n => (long)n)));

        foreach (var reader in readers)
        {
            reader.Dispose();
        }
    }

    [Fact]
    public async Task A_message_that_was_stored_but_never_published_is_shown_before_the_next()
    {
        using var talk = await app.Talk();
        await talk.Say("one");
        await StoreUnpublished(talk, "lost on the way");

        await talk.OfAlice.Send(new { Type = "message", Content = "three" });

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe("lost on the way");
            (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe("three");
        }
    }

    [Fact]
    public async Task A_repeat_of_a_message_that_was_never_published_shows_it()
    {
        using var talk = await app.Talk();
        await StoreUnpublished(talk, "lost on the way", key: "k");

        await talk.Post(talk.Alice, new { Content = "lost on the way" }, key: "k").ShouldBe(HttpStatusCode.OK);

        (await talk.OfBob.Next("message")).GetProperty("message").Text("content").ShouldBe("lost on the way");
    }

    [Fact]
    public async Task An_edit_that_was_never_published_is_shown_as_an_update()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("one")).GetProperty("message").Number("id");
        await app.Run(
            """
            UPDATE chats SET last_change = last_change + 1 WHERE id = @Chat;
            UPDATE messages SET content = 'ONE', edited_at = now(), changed = 2 WHERE id = @Message;
            """,
            new { talk.Chat, Message = message });

        await talk.OfAlice.Send(new { Type = "message", Content = "two" });

        (await talk.OfBob.Find("message_updated")).GetProperty("message").Text("content").ShouldBe("ONE");
    }

    [Fact]
    public async Task A_receipt_is_not_shown_before_its_message()
    {
        using var talk = await app.Talk();
        var hub = app.Services.GetRequiredService<Hub>();
        await StoreUnpublished(talk, "late");
        var message = await app.Value<long>("SELECT id FROM messages WHERE chat_id = @Chat", new { talk.Chat });

        await talk.OfBob.Send(new { Type = "read", MessageId = message });

        await talk.OfAlice.Next("message");
        await talk.OfAlice.Next("read");
        hub.ShouldNotBeNull();
    }

    private static async Task<long[]> Positions(ChatSocket reader)
    {
        var positions = new List<long>();

        while (positions.Count < Senders * Each)
        {
            positions.Add((await reader.Find("message")).GetProperty("message").Number("position"));
        }

        return [.. positions];
    }

    private static async Task SendOverRest(Talk talk, int sender)
    {
        for (var count = 0; count < Each; count++)
        {
            await talk.Post(talk.Alice, new { Content = $"{sender}: {count}" }).ShouldBe(HttpStatusCode.Created);
        }
    }

    private async Task SendOverSocket(Talk talk, int sender)
    {
        using var socket = await app.Listen(talk.Alice, talk.Chat);

        for (var count = 0; count < Each; count++)
        {
            var content = $"{sender}: {count}";
            await socket.Send(new { Type = "message", Content = content });
            JsonElement frame;

            do
            {
                frame = await socket.Find("message");
            }
            while (frame.GetProperty("message").Text("content") != content);
        }
    }

    private Task<int> StoreUnpublished(Talk talk, string content, string? key = null) => app.Run(
        """
        WITH moved AS (
            UPDATE chats SET last_position = last_position + 1, last_change = last_change + 1, live_count = live_count + 1
             WHERE id = @Chat RETURNING last_position
        ), sender AS (
            UPDATE chat_members SET sent_count = sent_count + 1, live_sent_count = live_sent_count + 1
             WHERE chat_id = @Chat AND user_id = @Sender RETURNING sent_count
        )
        INSERT INTO messages (chat_id, position, sender_id, sender_position, content, is_from_socket, created_at,
                              client_message_id, fingerprint)
        SELECT @Chat, last_position, @Sender, sent_count, @Content, false, now(), @Key, @Fingerprint FROM moved, sender
        """,
        new
        {
            talk.Chat,
            Sender = talk.Alice.Id,
            Content = content,
            Key = key,
            Fingerprint = Connectify.Infrastructure.Http.Idempotency.Fingerprint(new { Content = content, ReplyTo = (long?)null }),
        });
}
