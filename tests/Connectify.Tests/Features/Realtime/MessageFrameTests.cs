using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class MessageFrameTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_message_reaches_every_socket_of_the_chat_and_the_sender_too()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.Send(new { Type = "message", Content = "hello", ReplyTo = (long?)null });

        var seen = (await talk.OfBob.Next("message")).GetProperty("message");
        var own = (await talk.OfAlice.Next("message")).GetProperty("message");
        seen.Text("content").ShouldBe("hello");
        seen.Number("position").ShouldBe(1);
        seen.Number("sender_id").ShouldBe(talk.Alice.Id);
        seen.ToString().ShouldBe(own.ToString());
    }

    [Fact]
    public async Task A_frame_shows_the_message_as_its_own_url_does()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.Send(new { Type = "message", Content = "hello", ClientMessageId = "k" });

        var shown = (await talk.OfBob.Next("message")).GetProperty("message");
        var stored = await talk.Bob.Get($"/api/messaging/messages/{shown.Number("id")}/").ShouldBe(HttpStatusCode.OK);
        shown.ToString().ShouldBe(stored.ToString());
    }

    [Fact]
    public async Task A_message_sent_over_rest_is_shown_to_every_socket()
    {
        using var talk = await app.Talk();

        var sent = await talk.Post(talk.Alice, new { Content = "over REST" }).ShouldBe(HttpStatusCode.Created);

        (await talk.OfBob.Next("message")).GetProperty("message").ToString().ShouldBe(sent.ToString());
        (await talk.OfAlice.Next("message")).GetProperty("message").ToString().ShouldBe(sent.ToString());
    }

    [Fact]
    public async Task A_flat_socket_sees_the_message_at_the_top_level()
    {
        using var talk = await app.Talk();
        using var flat = await app.Listen(talk.Bob, talk.Chat, "&format=flat");

        var sent = await talk.Post(talk.Alice, new { Content = "flat" }).ShouldBe(HttpStatusCode.Created);

        var frame = await flat.Next("chat_message");
        frame.Number("message_id").ShouldBe(sent.Number("id"));
        frame.Text("timestamp").ShouldBe(sent.Text("created_at"));
        frame.Text("cursor").ShouldNotBeNullOrEmpty();
        var others = sent.Members().Except(["id", "created_at"]).ToList();
        frame.Members().ShouldBe([.. others, "type", "message_id", "timestamp", "cursor"], ignoreOrder: true);
        others.ShouldAllBe(name => frame.GetProperty(name).ToString() == sent.GetProperty(name).ToString());
    }

    [Fact]
    public async Task Every_message_carries_another_cursor()
    {
        using var talk = await app.Talk();

        var first = await talk.Say("one");
        var second = await talk.Say("two");

        second.Text("cursor").ShouldNotBe(first.Text("cursor"));
    }

    [Fact]
    public async Task A_reply_shows_what_it_answers()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("question")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "message", Content = "answer", ReplyTo = first });

        var reply = (await talk.OfAlice.Next("message")).GetProperty("message");
        reply.Number("reply_to").ShouldBe(first);
        reply.GetProperty("replied_message").Text("content").ShouldBe("question");
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_is_answered_to_its_socket_alone()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "message", Content = "once", ClientMessageId = "key" });
        var first = (await talk.OfAlice.Next("message")).GetProperty("message");
        await talk.OfBob.Next("message");

        await talk.OfAlice.Send(new { Type = "message", Content = "once", ClientMessageId = "key" });

        (await talk.OfAlice.Next("message")).GetProperty("message").ToString().ShouldBe(first.ToString());
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task A_key_with_other_content_is_an_error_that_names_the_key()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "message", Content = "one", ClientMessageId = "key" });
        await talk.OfAlice.Next("message");

        await talk.OfAlice.Send(new { Type = "message", Content = "other", ClientMessageId = "key" });

        var error = await talk.OfAlice.Next("error");
        error.Text("client_message_id").ShouldBe("key");
        error.Text("detail").ShouldBe("This idempotency key was used with other content");
    }

    [Fact]
    public async Task Fifty_repeats_at_once_over_both_transports_store_one_message()
    {
        using var talk = await app.Talk();
        var body = new { Content = "once", ClientMessageId = "storm" };

        var answers = Enumerable.Range(0, 25).Select(async _ =>
            (await (await talk.Post(talk.Alice, body)).Read<System.Text.Json.JsonElement>()).Number("id"));
        var frames = Enumerable.Range(0, 25).Select(async _ =>
        {
            using var socket = await app.Listen(talk.Alice, talk.Chat);
            await socket.Send(new { Type = "message", body.Content, body.ClientMessageId });

            var id = (await socket.Next("message")).GetProperty("message").Number("id");
            await socket.Close();

            return id;
        });

        // At most twenty sockets of one user may be open, and one that is closed counts for a moment more.
        var byRest = Task.WhenAll(answers);
        var bySocket = new List<long>();

        foreach (var chunk in frames.Chunk(5))
        {
            bySocket.AddRange(await Task.WhenAll(chunk));
        }

        (await byRest).Concat(bySocket).Distinct().Count().ShouldBe(1);
        (await app.Value<long>(
            "SELECT count(*) FROM messages WHERE chat_id = @Chat", new { talk.Chat })).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"message"}""")]
    [InlineData("""{"type":"message","content":null}""")]
    [InlineData("""{"type":"message","content":""}""")]
    [InlineData("""{"type":"message","content":" \n "}""")]
    [InlineData("""{"type":"message","content":7}""")]
    [InlineData("""{"type":"message","content":["x"]}""")]
    [InlineData("""{"type":"message","content":"a\u0000b"}""")]
    [InlineData("""{"type":"message","content":"\ud800"}""")]
    [InlineData("""{"type":"message","content":"x","reply_to":"1"}""")]
    [InlineData("""{"type":"message","content":"x","reply_to":9223372036854775807}""")]
    [InlineData("""{"type":"message","content":"x","reply_to":1e400}""")]
    [InlineData("""{"type":"message","content":"x","client_message_id":""}""")]
    [InlineData("""{"type":"message","content":"x","content":"y"}""")]
    public async Task A_bad_message_is_an_error_and_stores_nothing(string frame)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(frame);

        (await talk.OfAlice.Next("error")).Text("detail").ShouldNotBeNullOrEmpty();
        (await talk.Say("still open")).GetProperty("message").Number("position").ShouldBe(1);
    }

    [Fact]
    public async Task The_sender_is_who_holds_the_token_whatever_the_frame_says()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendWrong(new { Type = "message", Content = "me", SenderId = talk.Bob.Id, Id = 1, Position = 99 });

        var message = (await talk.OfBob.Next("message")).GetProperty("message");
        message.Number("sender_id").ShouldBe(talk.Alice.Id);
        message.Number("position").ShouldBe(1);
    }
}
