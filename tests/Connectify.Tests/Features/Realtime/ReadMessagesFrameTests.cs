using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class ReadMessagesFrameTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Several_are_read_at_once_and_shown_in_one_frame()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("one")).GetProperty("message").Number("id");
        var second = (await talk.Say("two")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read_messages", MessageIds = new[] { second, first, first } });

        foreach (var socket in new[] { talk.OfAlice, talk.OfBob })
        {
            var read = await socket.Next("read_messages");
            read.Number("user_id").ShouldBe(talk.Bob.Id);
            read.GetProperty("message_ids").EnumerateArray().Select(id => id.GetInt64()).ShouldBe([first, second]);
        }

        (await ReadFrameTests.Unread(talk)).ShouldBe(0);
    }

    [Fact]
    public async Task One_of_another_chat_reads_none()
    {
        using var talk = await app.Talk();
        using var other = await app.Talk();
        var mine = (await talk.Say("here")).GetProperty("message").Number("id");
        var foreign = (await other.Say("there")).GetProperty("message").Number("id");

        await talk.OfBob.Send(new { Type = "read_messages", MessageIds = new[] { mine, foreign }, ClientMessageId = "k" });

        (await talk.OfBob.Next("error")).Text("client_message_id").ShouldBe("k");
        (await ReadFrameTests.Unread(talk)).ShouldBe(1);
    }

    [Fact]
    public async Task One_deleted_meanwhile_is_passed_over()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("one")).GetProperty("message").Number("id");
        var second = (await talk.Say("two")).GetProperty("message").Number("id");
        await talk.Alice.Delete($"/api/messaging/messages/{first}/").ShouldBe(HttpStatusCode.NoContent);
        await talk.OfBob.Next("message_deleted");

        await talk.OfBob.Send(new { Type = "read_messages", MessageIds = new[] { first, second } });

        (await talk.OfBob.Next("read_messages")).GetProperty("message_ids").EnumerateArray()
            .Select(id => id.GetInt64()).ShouldBe([second]);
    }

    [Fact]
    public async Task Reading_up_to_a_message_over_rest_is_shown_the_same_way()
    {
        using var talk = await app.Talk();
        var first = (await talk.Say("one")).GetProperty("message").Number("id");
        var second = (await talk.Say("two")).GetProperty("message").Number("id");

        await talk.Bob.Post($"/api/messaging/conversations/{talk.Chat}/read/", new { UpTo = second }).ShouldBe(HttpStatusCode.OK);

        var read = await talk.OfAlice.Next("read_messages");
        read.Number("up_to").ShouldBe(second);
        read.GetProperty("message_ids").EnumerateArray().Select(id => id.GetInt64()).ShouldBe([first, second]);
    }

    [Theory]
    [InlineData(500, "Message not found")]
    [InlineData(501, "message_ids: 1 to 500 messages were expected.")]
    public async Task At_most_five_hundred_are_taken(int count, string detail)
    {
        using var talk = await app.Talk();

        await talk.OfBob.SendText($$"""{"type":"read_messages","message_ids":[{{string.Join(',', Enumerable.Range(1_000_000, count))}}]}""");

        (await talk.OfBob.Next("error")).Text("detail").ShouldBe(detail);
    }

    [Theory]
    [InlineData("""{"type":"read_messages"}""")]
    [InlineData("""{"type":"read_messages","message_ids":[]}""")]
    [InlineData("""{"type":"read_messages","message_ids":[null]}""")]
    [InlineData("""{"type":"read_messages","message_ids":["1"]}""")]
    [InlineData("""{"type":"read_messages","message_ids":7}""")]
    public async Task A_bad_frame_is_an_error(string frame)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(frame);

        await talk.OfAlice.Next("error");
    }
}
