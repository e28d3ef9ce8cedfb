using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class TypingFrameTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_others_see_who_types_and_the_typist_does_not()
    {
        using var talk = await app.Talk();
        using var second = await app.Listen(talk.Alice, talk.Chat);
        await second.ShouldBeSilent();

        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });

        var typing = await talk.OfBob.Next("typing");
        typing.Number("user_id").ShouldBe(talk.Alice.Id);
        typing.Text("username").ShouldBe(talk.Alice.Username);
        typing.GetProperty("is_typing").GetBoolean().ShouldBeTrue();
        await talk.OfAlice.ShouldBeSilent();
        await second.ShouldBeSilent();
    }

    [Fact]
    public async Task Typing_ends_when_its_author_says_so()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        await talk.OfAlice.Send(new { Type = "typing", IsTyping = false });

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Typing_ends_when_its_author_sends()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        await talk.OfAlice.Send(new { Type = "message", Content = "done" });

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
        await talk.OfBob.Next("message");
    }

    [Fact]
    public async Task Typing_ends_when_its_author_sends_over_rest()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        await talk.Post(talk.Alice, new { Content = "done" });

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Typing_ends_when_its_authors_socket_goes()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        talk.OfAlice.Dispose();

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"type":"typing"}""")]
    [InlineData("""{"type":"typing","is_typing":"yes"}""")]
    [InlineData("""{"type":"typing","is_typing":null}""")]
    public async Task Anything_but_true_or_false_is_an_error(string frame)
    {
        using var talk = await app.Talk();

        await talk.OfAlice.SendText(frame);

        await talk.OfAlice.Next("error");
        await talk.OfBob.ShouldBeSilent();
    }
}
