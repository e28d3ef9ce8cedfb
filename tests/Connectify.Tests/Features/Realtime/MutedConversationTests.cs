using Connectify.Features.Chats;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Between two of whom one blocks the other, neither sees the other type or read.</summary>
public sealed class MutedConversationTests(App app) : IClassFixture<App>
{
    public static TheoryData<bool, bool> Blockers => new() { { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(Blockers))]
    public async Task Typing_is_not_passed_on(bool doesAliceBlock, bool doesBobBlock)
    {
        using var talk = await app.Talk();
        await Block(talk, doesAliceBlock, doesBobBlock);

        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.ShouldBeSilent();

        await talk.OfAlice.ShouldBeSilent();
    }

    [Theory]
    [MemberData(nameof(Blockers))]
    public async Task Reading_is_shown_to_ones_own_sockets_alone(bool doesAliceBlock, bool doesBobBlock)
    {
        using var talk = await app.Talk();
        using var second = await app.Listen(talk.Bob, talk.Chat);
        await second.ShouldBeSilent();
        var one = (await talk.Say("one")).GetProperty("message").Number("id");
        var two = (await talk.Say("two")).GetProperty("message").Number("id");
        var three = (await talk.Say("three")).GetProperty("message").Number("id");
        await Block(talk, doesAliceBlock, doesBobBlock);

        await talk.OfBob.Send(new { Type = "read", MessageId = one });
        await talk.OfBob.Next("read");
        await talk.OfBob.Send(new { Type = "read_messages", MessageIds = new[] { two } });
        await talk.OfBob.Next("read_messages");
        await talk.Bob.Read(talk.Chat, upTo: three).ShouldBe(OK);
        await talk.OfBob.Next("read_messages");

        (await second.Find("read")).Number("message_id").ShouldBe(one);
        await second.Next("read_messages");
        await second.Next("read_messages");
        await talk.OfAlice.ShouldBeSilent();
        (await talk.Alice.Messages(talk.Chat)).ShouldAllBe(message => message.ReadCount == 1);
    }

    [Fact]
    public async Task It_holds_for_sockets_that_are_opened_after_the_block()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob, "hello");
        await alice.Block(bob);
        using var talk = new Talk(app, alice, bob, chat, await app.Listen(alice, chat), await app.Listen(bob, chat));

        await talk.OfBob.Send(new { Type = "typing", IsTyping = true });
        await bob.Read(chat, upTo: (await bob.Messages(chat)).Single().Id).ShouldBe(OK);

        await talk.OfBob.Next("read_messages");
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task Whoever_is_typing_at_the_moment_of_the_block_is_seen_to_stop()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        await talk.Bob.Block(talk.Alice);

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = false });
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task Once_the_last_block_has_ended_it_is_passed_on_again()
    {
        using var talk = await app.Talk();
        var ofAlice = await talk.Alice.Block(talk.Bob);
        var ofBob = await talk.Bob.Block(talk.Alice);

        await talk.Alice.Unblock(ofAlice).ShouldBe(NoContent);
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();

        await talk.Bob.Unblock(ofBob).ShouldBe(NoContent);
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_changes_is_passed_on()
    {
        using var talk = await app.Talk();
        var message = (await talk.Say("hello")).GetProperty("message").Number("id");
        await talk.Bob.React(message, "👍").ShouldBe(Created);
        await talk.OfAlice.Next("reaction_added");
        await talk.Alice.Block(talk.Bob);

        await talk.Bob.Unreact(message).ShouldBe(NoContent);
        await talk.OfAlice.Next("reaction_removed");
        await talk.Alice.Delete(message).ShouldBe(NoContent);
        await talk.OfBob.Find("message_deleted");
    }

    [Fact]
    public async Task A_message_is_refused_with_an_error_frame_that_names_its_key()
    {
        using var talk = await app.Talk();
        await talk.OfAlice.Send(new { Type = "message", Content = "before", ClientMessageId = "first" });
        var first = await talk.OfAlice.Next("message");
        await talk.OfBob.Next("message");
        await talk.Bob.Block(talk.Alice);

        await talk.OfAlice.Send(new { Type = "message", Content = "after", ClientMessageId = "k" });
        var error = await talk.OfAlice.Next("error");
        await talk.OfBob.Send(new { Type = "message", Content = "after" });

        error.Text("detail").ShouldBe("You have been blocked by this user");
        error.Text("client_message_id").ShouldBe("k");
        (await talk.OfBob.Next("error")).Text("detail").ShouldBe("You have blocked this user");
        await talk.OfAlice.Send(new { Type = "message", Content = "before", ClientMessageId = "first" });
        (await talk.OfAlice.Next("message")).GetProperty("message").Number("id")
            .ShouldBe(first.GetProperty("message").Number("id"));
    }

    [Fact]
    public async Task The_block_is_not_announced()
    {
        using var talk = await app.Talk();

        await talk.Bob.Block(talk.Alice);

        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task A_repeat_of_a_block_that_the_sockets_were_not_told_of_tells_them()
    {
        using var talk = await app.Talk();
        var hub = app.Services.GetRequiredService<Hub>();
        await talk.Alice.AskForBlock(talk.Bob, key: "k").ShouldBe(Created);
        hub.Mute(ChatTopic.Of(talk.Chat), isMuted: false, DateTime.UtcNow);

        await talk.Alice.AskForBlock(talk.Bob, key: "k").ShouldBe(OK);

        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task What_was_true_before_changes_nothing()
    {
        using var talk = await app.Talk();
        var hub = app.Services.GetRequiredService<Hub>();
        await talk.Alice.Block(talk.Bob);

        hub.Mute(ChatTopic.Of(talk.Chat), isMuted: false, DateTime.UtcNow.AddMinutes(-1));

        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfAlice.ShouldBeSilent();
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task Blocking_and_unblocking_at_once_leaves_it_as_the_database_has_it()
    {
        using var talk = await app.Talk();

        for (var round = 0; round < 10; round++)
        {
            var block = await talk.Alice.Block(talk.Bob);
            var (other, ended) = (talk.Bob.AskForBlock(talk.Alice), talk.Alice.Unblock(block));
            var second = (await other.ShouldBe(Created)).Number("id");
            await ended.ShouldBe(NoContent);

            await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
            await talk.OfAlice.ShouldBeSilent();
            await talk.OfBob.ShouldBeSilent();

            await talk.Bob.Unblock(second).ShouldBe(NoContent);
            await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
            await talk.OfBob.Next("typing");
            await talk.OfAlice.Send(new { Type = "typing", IsTyping = false });
            await talk.OfBob.Next("typing");
        }
    }

    private static async Task Block(Talk talk, bool doesAliceBlock, bool doesBobBlock)
    {
        if (doesAliceBlock)
        {
            await talk.Alice.Block(talk.Bob);
        }

        if (doesBobBlock)
        {
            await talk.Bob.Block(talk.Alice);
        }
    }
}
