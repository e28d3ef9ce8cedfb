using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Clients that send each message over the socket and over REST have each message once.</summary>
public sealed class TwiceSentTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_copy_over_rest_answers_the_message_of_the_socket()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("hello")).GetProperty("message");

        var copy = await talk.Post(talk.Alice, new { Content = "hello", ReplyTo = (long?)null }).ShouldBe(HttpStatusCode.OK);

        copy.ToString().ShouldBe(message.ToString());
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task The_copy_over_the_socket_of_a_message_that_it_was_shown_adds_nothing()
    {
        using var talk = await app.Talk();
        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
        await talk.OfAlice.Next("message");
        await talk.OfBob.Next("message");

        await talk.OfAlice.Send(new { Type = "message", Content = "hello" });

        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task The_copy_over_a_socket_opened_later_is_answered_with_the_message_of_rest()
    {
        using var talk = await app.Talk();
        var message = await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
        await talk.OfBob.Next("message");
        using var later = await app.Listen(talk.Alice, talk.Chat);

        await later.Send(new { Type = "message", Content = "hello" });

        (await later.Next("message")).GetProperty("message").ToString().ShouldBe(message.ToString());
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task Both_copies_at_the_same_moment_are_one_message()
    {
        using var talk = await app.Talk();

        for (var turn = 1; turn <= 20; turn++)
        {
            var rest = talk.Post(talk.Alice, new { Content = $"turn {turn}" });
            await talk.OfAlice.Send(new { Type = "message", Content = $"turn {turn}" });
            var copy = await (await rest).Read<System.Text.Json.JsonElement>();
            (await talk.OfBob.Next("message")).GetProperty("message").Number("id").ShouldBe(copy.Number("id"));
            copy.Number("position").ShouldBe(turn);
        }
    }

    [Fact]
    public async Task A_message_has_one_copy_and_the_next_is_a_message_of_its_own()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");
        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.OK);

        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Two_over_the_same_transport_are_two()
    {
        using var talk = await app.Talk();

        (await talk.Say("hello")).GetProperty("message").Number("position").ShouldBe(1);
        (await talk.Say("hello")).GetProperty("message").Number("position").ShouldBe(2);
        await talk.Post(talk.Bob, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
        await talk.Post(talk.Bob, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_sender_text_or_reply_makes_it_no_copy()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("hello")).GetProperty("message").Number("id");

        await talk.Post(talk.Bob, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
        await talk.Post(talk.Alice, new { Content = "hello!" }).ShouldBe(HttpStatusCode.Created);
        await talk.Post(talk.Alice, new { Content = "hello", ReplyTo = first }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_on_either_makes_it_no_copy()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");
        await talk.Post(talk.Alice, new { Content = "hello", ClientMessageId = "k" }).ShouldBe(HttpStatusCode.Created);

        await talk.OfBob.Next("message");
        await talk.OfBob.Send(new { Type = "message", Content = "hi", ClientMessageId = "b" });
        await talk.OfBob.Next("message");
        await talk.Post(talk.Bob, new { Content = "hi" }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task After_ten_seconds_it_is_a_message_of_its_own()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");
        await Age(talk.Chat, "10.5 seconds");

        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Within_ten_seconds_it_is_a_copy()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");
        await Age(talk.Chat, "5 seconds");

        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.OK);
    }

    private Task<int> Age(long chat, string by) => app.Run(
        """
        UPDATE messages SET created_at = created_at - @By::interval WHERE chat_id = @Chat;
        UPDATE chat_members SET last_sent_socket_at = last_sent_socket_at - @By::interval WHERE chat_id = @Chat;
        """,
        new { By = by, Chat = chat });
}

/// <summary>Where it is turned off, the copy is a message of its own.</summary>
public sealed class TwiceSentOffTests(TwiceSentOffTests.NoWindow app) : IClassFixture<TwiceSentOffTests.NoWindow>
{
    public sealed class NoWindow : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Messages:TwiceSentWindow", "00:00:00")];
    }

    [Fact]
    public async Task Where_the_window_is_nothing_the_copy_is_a_second_message()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");

        await talk.Post(talk.Alice, new { Content = "hello" }).ShouldBe(HttpStatusCode.Created);
    }
}
