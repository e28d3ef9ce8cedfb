using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class PingFrameTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_ping_is_answered_at_once_to_its_sender_alone()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.Send(new { Type = "ping" });

        var pong = await talk.OfAlice.Next("pong");
        pong.Text("client_id").ShouldBe($"{talk.Alice.Username}_{talk.Alice.Id}");
        DateTimeOffset.Parse(pong.Text("timestamp")!).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        await talk.OfBob.ShouldBeSilent();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"nothing of the kind"}""")]
    [InlineData("""{"type":"ping","type":"ping"}""")]
    [InlineData("""{"type":"\ud800"}""")]
    public async Task What_is_no_frame_is_an_error_and_the_socket_stays_open(string text)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(text);

        (await talk.OfAlice.Next("error")).Text("detail").ShouldNotBeNullOrEmpty();
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task An_error_names_the_key_of_its_frame()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendWrong(new { Type = "unheard of", ClientMessageId = "k-1" });

        (await talk.OfAlice.Next("error")).Text("client_message_id").ShouldBe("k-1");
    }

    [Fact]
    public async Task Json_as_deep_as_a_frame_allows_is_an_error()
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(new string('[', 60_000));

        await talk.OfAlice.Next("error");
    }
}
