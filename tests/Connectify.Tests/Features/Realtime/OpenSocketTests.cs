using System.Net;
using System.Net.WebSockets;
using System.Text;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class OpenSocketTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=garbage")]
    [InlineData("?token=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    public async Task Without_a_good_token_the_socket_is_closed_with_4003(string query)
    {
        using var talk = await app.Talk();
        using var socket = await ChatSocket.Open(app, $"/ws/messaging/conversations/{talk.Chat}/{query}");

        await socket.ShouldClose(4003);
    }

    [Fact]
    public async Task A_token_may_come_as_a_bearer_header()
    {
        using var talk = await app.Talk();
        using var socket = await ChatSocket.Open(
            app, $"/ws/messaging/conversations/{talk.Chat}/",
            options => options.SetRequestHeader("Authorization", $"Bearer {talk.Alice.Token}"));

        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task A_token_may_come_as_a_subprotocol()
    {
        using var talk = await app.Talk();
        using var socket = await ChatSocket.Open(app, $"/ws/messaging/conversations/{talk.Chat}/", options =>
        {
            options.AddSubProtocol("bearer");
            options.AddSubProtocol(talk.Alice.Token);
        });

        socket.Protocol.ShouldBe("bearer");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task A_chat_that_one_is_not_in_closes_with_4004()
    {
        using var talk = await app.Talk();
        using var carol = await app.Register("carol");
        using var socket = await app.Listen(carol, talk.Chat);

        await socket.ShouldClose(4004);
    }

    [Theory]
    [InlineData(4_711_000)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_chat_that_does_not_exist_closes_with_4004(long chat)
    {
        using var alice = await app.Register("alice");
        using var socket = await app.Listen(alice, chat);

        await socket.ShouldClose(4004);
    }

    [Fact]
    public async Task What_is_sent_before_a_refusal_is_not_stored()
    {
        using var talk = await app.Talk();
        using var carol = await app.Register("carol");
        using var socket = await app.Listen(carol, talk.Chat);

        await socket.Send(new { Type = "message", Content = "let me in" });

        await socket.ShouldClose(4004);
        (await app.Value<long>("SELECT count(*) FROM messages WHERE chat_id = @Chat", new { talk.Chat })).ShouldBe(0);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost.evil.example")]
    public async Task A_foreign_origin_is_refused_before_the_upgrade(string origin)
    {
        using var talk = await app.Talk();

        var refused = await Should.ThrowAsync<WebSocketException>(() => app.Listen(
            talk.Alice, talk.Chat, "", options => options.SetRequestHeader("Origin", origin)));

        refused.Message.ShouldContain("403");
    }

    [Fact]
    public async Task The_services_own_origin_is_let_in()
    {
        using var talk = await app.Talk();
        using var socket = await app.Listen(
            talk.Alice, talk.Chat, "",
            options => options.SetRequestHeader("Origin", $"http://{app.BaseAddress.Authority}"));

        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        using var talk = await app.Talk();

        await talk.Alice.Get($"/ws/messaging/conversations/{talk.Chat}/")
            .ShouldBeProblem(HttpStatusCode.UpgradeRequired, "Open this address as a WebSocket");
    }

    [Fact]
    public async Task A_token_in_the_query_is_for_sockets_alone()
    {
        using var talk = await app.Talk();

        await app.Get($"/api/messaging/conversations/{talk.Chat}/?token={talk.Alice.Token}").ShouldBeUnauthorized();
    }

    [Fact]
    public async Task A_client_that_closes_gets_its_own_code_back()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.Close(1000);

        talk.OfAlice.CloseCode.ShouldBe(1000);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_binary_frame_closes_with_1003(string content)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendPart(Encoding.UTF8.GetBytes(content), isLast: true, WebSocketMessageType.Binary);

        await talk.OfAlice.ShouldClose(1003);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_closes_with_1007()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendPart([(byte)'"', 0xff, 0xfe, (byte)'"'], isLast: true);

        await talk.OfAlice.ShouldClose(1007);
    }

    [Theory]
    [InlineData(65_536, 1)]
    [InlineData(65_536, 9)]
    public async Task A_frame_of_the_largest_size_is_read(int size, int parts)
    {
        using var talk = await app.Talk();

        await SendInParts(talk.OfAlice, size, parts);

        await talk.OfAlice.Next("error");
    }

    [Theory]
    [InlineData(65_537, 1)]
    [InlineData(65_537, 9)]
    [InlineData(200_000, 1)]
    public async Task A_larger_one_closes_with_1009_however_it_is_cut(int size, int parts)
    {
        using var talk = await app.Talk();

        await SendInParts(talk.OfAlice, size, parts);

        await talk.OfAlice.ShouldClose(1009);
    }

    [Fact]
    public async Task The_end_of_a_conversation_is_shown_and_closes_with_4004()
    {
        using var talk = await app.Talk();

        await talk.Alice.Delete($"/api/messaging/conversations/{talk.Chat}/").ShouldBe(HttpStatusCode.NoContent);

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            (await socket.Next("chat_deleted")).Number("chat_id").ShouldBe(talk.Chat);
            await socket.ShouldClose(4004);
        }
    }

    [Fact]
    public async Task Edits_and_deletions_are_shown_in_their_order()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");

        var edited = await talk.Alice.Put($"/api/messaging/messages/{message}/edit/", new { Content = "hello!" }).ShouldBe(HttpStatusCode.OK);
        await talk.Alice.Delete($"/api/messaging/messages/{message}/").ShouldBe(HttpStatusCode.NoContent);

        var edit = await talk.OfBob.Next("message_edited");
        edit.Number("chat_id").ShouldBe(talk.Chat);
        edit.GetProperty("message").ToString().ShouldBe(edited.ToString());
        var deletion = await talk.OfBob.Next("message_deleted");
        deletion.Number("message_id").ShouldBe(message);
        deletion.Number("position").ShouldBe(1);
        deletion.Number("chat_id").ShouldBe(talk.Chat);
        deletion.Text("cursor").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Signing_out_closes_the_sessions_sockets_with_4003_and_no_others()
    {
        using var talk = await app.Talk();
        using var elsewhere = await app.LogIn(talk.Alice.Username);
        using var other = await app.Listen(elsewhere, talk.Chat);
        await other.ShouldBeSilent();

        await app.Post("/api/accounts/logout/", new { talk.Alice.RefreshToken });

        await talk.OfAlice.ShouldClose(4003);
        await other.ShouldBeSilent();
    }

    [Fact]
    public async Task Deactivation_closes_every_socket_with_4003()
    {
        using var talk = await app.Talk();
        using var admin = await app.RegisterAdmin("admin");

        await admin.Post("/api/accounts/deactivate/", new { UserId = talk.Bob.Id }).ShouldBe(HttpStatusCode.OK);

        await talk.OfBob.ShouldClose(4003);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task A_changed_password_closes_every_socket_with_4003()
    {
        using var talk = await app.Talk();

        await talk.Bob.Post(
            "/api/accounts/password/",
            new { CurrentPassword = Person.Password, NewPassword = "another one of mine" }).ShouldBe(HttpStatusCode.OK);

        await talk.OfBob.ShouldClose(4003);
    }

    private static async Task SendInParts(ChatSocket socket, int size, int parts)
    {
        foreach (var (part, index) in Enumerable.Repeat((byte)' ', size).Chunk((size / parts) + 1).Select((part, index) => (part, index)))
        {
            await socket.SendPart(part, isLast: (index + 1) * ((size / parts) + 1) >= size);
        }
    }
}
