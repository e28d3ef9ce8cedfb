using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class ReadFrameTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Reading_a_message_is_shown_to_every_socket_of_the_chat()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read", MessageId = message });

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            var read = await socket.Next("read");
            read.Number("user_id").ShouldBe(talk.Bob.Id);
            read.Number("message_id").ShouldBe(message);
            read.Number("chat_id").ShouldBe(talk.Chat);
            read.Text("cursor").ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task Reading_one_message_reads_no_other()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("one")).GetProperty("message").Number("id");
        var second = (await talk.Say("two")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read", MessageId = second });
        await talk.OfBob.Next("read");

        (await ReadBy(talk, second)).ShouldBe([talk.Bob.Id]);
        (await ReadBy(talk, first)).ShouldBeEmpty();
        (await Unread(talk)).ShouldBe(1);
    }

    [Fact]
    public async Task Reading_again_or_reading_ones_own_shows_nothing()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");
        await talk.OfBob.Send(new { Type = "read", MessageId = message });
        await talk.OfBob.Next("read");
        await talk.OfAlice.Next("read");

        await talk.OfBob.Send(new { Type = "read", MessageId = message });
        await talk.OfAlice.Send(new { Type = "read", MessageId = message });

        await talk.OfBob.ShouldBeSilent();
        await talk.OfAlice.ShouldBeSilent();
        (await ReadBy(talk, message)).ShouldBe([talk.Bob.Id]);
    }

    [Fact]
    public async Task A_message_of_another_chat_is_an_error()
    {
        using var talk = await app.Talk();
        using var other = await app.Talk();
        var message = (await other.Say("elsewhere")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read", MessageId = message, ClientMessageId = "k" });

        var error = await talk.OfBob.Next("error");
        error.Text("detail").ShouldBe("Message not found");
        error.Text("client_message_id").ShouldBe("k");
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task A_deleted_message_is_an_error()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("gone")).GetProperty("message").Number("id");
        await talk.Alice.Delete($"/api/messaging/messages/{message}/").ShouldBe(HttpStatusCode.NoContent);
        await talk.OfBob.Next("message_deleted");

        await talk.OfBob.Send(new { Type = "read", MessageId = message });

        (await talk.OfBob.Next("error")).Text("detail").ShouldBe("Message not found");
    }

    [Theory]
    [InlineData("""{"type":"read"}""")]
    [InlineData("""{"type":"read","message_id":"1"}""")]
    [InlineData("""{"type":"read","message_id":1.5}""")]
    [InlineData("""{"type":"read","message_id":[1]}""")]
    [InlineData("""{"type":"read","message_id":-1}""")]
    public async Task A_bad_frame_is_an_error(string frame)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(frame);

        await talk.OfAlice.Next("error");
    }

    internal static async Task<long[]> ReadBy(Talk talk, long message)
    {
        var shown = await talk.Alice.Get($"/api/messaging/messages/{message}/").ShouldBe(HttpStatusCode.OK);

        return [.. shown.GetProperty("read_by").EnumerateArray().Select(id => id.GetInt64())];
    }

    internal static async Task<long> Unread(Talk talk) =>
        (await talk.Bob.Get($"/api/messaging/conversations/{talk.Chat}/").ShouldBe(HttpStatusCode.OK)).Number("unread_count");
}
