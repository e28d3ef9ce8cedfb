using Connectify.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>How many messages one user may send.</summary>
public sealed class MessageAllowanceTests(MessageAllowanceTests.Frugal app) : InConversation<MessageAllowanceTests.Frugal>(app)
{
    private const string TooMany = "Too many messages; slow down";

    /// <summary>Three at once, and then one a second. The clock stands still unless it is moved.</summary>
    public sealed class Frugal : App
    {
        internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

        protected override TimeProvider Clock => Time;

        protected override IEnumerable<(string, string)> Settings =>
            [("Limits:MessageBurst", "3"), ("Limits:MessagesPerSecond", "1")];
    }

    [Fact]
    public async Task Past_the_burst_a_message_is_refused_with_the_time_to_wait()
    {
        await Alice.Say(Chat, ["one", "two", "three"]);

        var refused = await Alice.Send(Chat, "four");

        (await refused.ShouldBeProblem(TooManyRequests, TooMany)).Number("retry_after").ShouldBe(1);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await Bob.Page(Chat)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task After_the_time_to_wait_one_more_is_taken()
    {
        await Alice.Say(Chat, ["one", "two", "three"]);
        await Alice.Send(Chat, "four").ShouldBe(TooManyRequests);

        App.Time.Advance(TimeSpan.FromSeconds(1));

        await Alice.Send(Chat, "four").ShouldBe(Created);
        await Alice.Send(Chat, "five").ShouldBe(TooManyRequests);
    }

    [Fact]
    public async Task Everybody_has_their_own()
    {
        await Alice.Say(Chat, ["one", "two", "three"]);

        await Alice.Send(Chat, "four").ShouldBe(TooManyRequests);
        await Bob.Send(Chat, "four").ShouldBe(Created);
    }

    [Fact]
    public async Task It_holds_for_all_of_ones_chats_together()
    {
        using var carol = await Outsider();
        var other = await carol.StartConversation(with: Alice);
        await Alice.Say(Chat, ["one", "two"]);
        await Alice.Say(other, "three");

        await Alice.Send(other, "four").ShouldBe(TooManyRequests);
    }

    [Fact]
    public async Task The_initial_message_of_a_conversation_counts_too()
    {
        using var carol = await Outsider();
        await Alice.Say(Chat, ["one", "two", "three"]);

        await Alice.AskForConversation(carol, "four").ShouldBeProblem(TooManyRequests, TooMany);
        await Alice.AskForConversation(carol).ShouldBe(Created);
    }

    [Fact]
    public async Task Repeats_use_up_nothing()
    {
        for (var n = 0; n < 5; n++)
        {
            await Alice.Send(Chat, "one", key: "k").ShouldBe(n == 0 ? Created : OK);
        }

        await Alice.Send(Chat, "other", key: "k").ShouldBe(Conflict);
        await Alice.Say(Chat, ["two", "three"]);
        await Alice.Send(Chat, "four").ShouldBe(TooManyRequests);
    }

    [Fact]
    public async Task Past_the_burst_a_repeat_is_still_answered()
    {
        await Alice.Say(Chat, "one", key: "k");
        await Alice.Say(Chat, ["two", "three"]);
        await Alice.Send(Chat, "four").ShouldBe(TooManyRequests);

        await Alice.Send(Chat, "one", key: "k").ShouldBe(OK);
        await Alice.Send(Chat, "four").ShouldBe(TooManyRequests);
    }

    [Fact]
    public async Task A_refused_message_uses_up_no_key()
    {
        await Alice.Say(Chat, ["one", "two", "three"]);
        await Alice.Send(Chat, "four", key: "k").ShouldBe(TooManyRequests);
        App.Time.Advance(TimeSpan.FromSeconds(1));

        await Alice.Send(Chat, "four", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task Editing_deleting_and_reading_are_not_counted()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three"]);

        await Alice.Edit(ids[0], "eins").ShouldBe(OK);
        await Alice.Delete(ids[1]).ShouldBe(NoContent);
        await Alice.Read(Chat, upTo: ids[2]).ShouldBe(OK);
    }
}
