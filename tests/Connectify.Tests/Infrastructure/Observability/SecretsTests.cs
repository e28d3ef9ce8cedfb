using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>What the watch over the logs of the run finds in them.</summary>
public sealed class SecretsTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

    private readonly Secrets _secrets = new();

    [Theory]
    [InlineData($"GET /ws/messaging/conversations/1/?token={Token}")]
    [InlineData($"Bearer {Token} was refused")]
    [InlineData("""{"Message":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0"}""")]
    public void A_token_is_found_by_its_shape(string line) => _secrets.FoundIn([line, "nothing"]).ShouldHaveSingleItem().Line.ShouldBe(line);

    [Fact]
    public void A_message_and_a_password_are_found_wherever_they_stand()
    {
        _secrets.AddThoseOf(new { Content = "nobody but bob should read this", ReplyTo = 5 });
        _secrets.AddThoseOf(new { Username = "alice", Password = "open sesame" });
        _secrets.AddThoseIn("""{"type":"message","content":"said over a socket, to bob"}""");

        string[] wrong =
        [
            "stored: nobody but bob should read this", "nobody but bob should read this", "(open sesame)", "said over a socket, to bob",
        ];

        _secrets.FoundIn([.. wrong, "alice", "nobody but bob", "message"]).Select(found => found.Line).ShouldBe(wrong);
    }

    [Fact]
    public void A_long_message_is_found_by_its_beginning()
    {
        _secrets.AddThoseOf(new { Content = $"it begins like this and {new string('x', 10_000)}" });

        _secrets.FoundIn([$"it begins like this and {new string('x', 100)}…"]).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("short text")]
    public void What_may_stand_in_a_line_by_accident_is_none(string text)
    {
        _secrets.AddThoseOf(new { Content = text });
        _secrets.AddThoseOf(new { Password = "connectify" });
        _secrets.AddThoseOf(new { Password = "Connectify" });
        _secrets.AddThoseOf(new { Password = "          " });
        _secrets.AddThoseIn("no JSON at all");

        _secrets.FoundIn([$"Connectify says {text}", "connectify", "           at"]).ShouldBeEmpty();
    }
}
