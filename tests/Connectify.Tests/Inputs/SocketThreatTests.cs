using System.Net;
using System.Net.WebSockets;
using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>Sockets opened from elsewhere, and frames about chats that they are not on.</summary>
public sealed class SocketThreatTests(SocketThreatTests.Listed app) : IClassFixture<SocketThreatTests.Listed>
{
    public sealed class Listed : App
    {
        protected override IEnumerable<(string, string)> Settings =>
            [("Realtime:AllowedOrigins", "https://good.example, http://localhost:8081")];
    }

    [Theory]
    [InlineData("https://good.example")]
    [InlineData("http://localhost:8081")]
    public async Task An_origin_of_the_settings_is_let_in(string origin)
    {
        using var talk = await app.Talk();
        using var socket = await app.Listen(talk.Alice, talk.Chat, "", options => options.SetRequestHeader("Origin", origin));

        await socket.ShouldBeSilent();
    }

    [Theory]
    [InlineData("https://good.example.evil.example")]
    [InlineData("https://evil-good.example")]
    [InlineData("https://good.example:8443")]
    [InlineData("http://good.example")]
    [InlineData("https://good.example@evil.example")]
    [InlineData("https://good.example, https://evil.example")]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("file://")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task An_origin_that_is_like_one_of_them_is_not(string origin)
    {
        using var talk = await app.Talk();

        var refused = await Should.ThrowAsync<WebSocketException>(() => app.Listen(
            talk.Alice, talk.Chat, "", options => options.SetRequestHeader("Origin", origin)));

        refused.Message.ShouldContain("403");
    }

    [Fact]
    public async Task A_reply_to_a_message_of_another_chat_is_an_error()
    {
        using var talk = await app.Talk();
        using var elsewhere = await app.Talk();
        var message = (await elsewhere.Say("secret")).GetProperty("message").Number("id");

        await talk.OfAlice.Send(new { Type = "message", Content = "what?", ReplyTo = message });

        (await talk.OfAlice.Next("error")).ToString().ShouldNotContain("secret");
        await talk.OfBob.ShouldBeSilent();
        (await talk.Alice.Messages(talk.Chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_a_chat_is_seen_on_another()
    {
        using var talk = await app.Talk();
        using var elsewhere = await app.Talk();

        var message = (await talk.Say("hello")).GetProperty("message").Number("id");
        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Send(new { Type = "read", MessageId = message });
        await talk.OfAlice.Find("read");
        await talk.Alice.Edit(message, "edited").ShouldBe(HttpStatusCode.OK);
        await talk.Alice.Delete(message).ShouldBe(HttpStatusCode.NoContent);
        await talk.Alice.DeleteConversation(talk.Chat).ShouldBe(HttpStatusCode.NoContent);
        await talk.OfBob.ShouldClose(4004);

        await elsewhere.OfAlice.ShouldBeSilent();
        await elsewhere.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task Frames_name_nobody_but_their_sender()
    {
        using var talk = await app.Talk();
        var spoof = new { Id = 1, SenderId = talk.Bob.Id, Username = talk.Bob.Username };

        await talk.OfAlice.SendWrong(new
        {
            Type = "message",
            Content = "mine",
            SenderId = talk.Bob.Id,
            UserId = talk.Bob.Id,
            Message = spoof,
            ChatId = 1,
            Position = 9,
        });
        var message = (await talk.OfBob.Next("message")).GetProperty("message");
        message.Number("sender_id").ShouldBe(talk.Alice.Id);
        message.Number("position").ShouldBe(1);
        message.Number("chat_id").ShouldBe(talk.Chat);

        await talk.OfAlice.SendWrong(new { Type = "typing", IsTyping = true, UserId = talk.Bob.Id, Username = talk.Bob.Username });
        (await talk.OfBob.Next("typing")).Number("user_id").ShouldBe(talk.Alice.Id);

        await talk.OfBob.SendWrong(new { Type = "read", MessageId = message.Number("id"), UserId = talk.Alice.Id });
        (await talk.OfAlice.Find("read")).Number("user_id").ShouldBe(talk.Bob.Id);
    }
}
