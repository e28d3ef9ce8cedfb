using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class ReactTests(ReactTests.Frugal app) : InConversation<ReactTests.Frugal>(app)
{
    public sealed class Frugal : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Limits:ReactionsPerMessage", "3")];
    }

    [Fact]
    public async Task The_answer_is_the_reaction()
    {
        var message = await Alice.Say(Chat, "hello");

        var reaction = await Bob.React(message, "👍").ShouldBe(Created);

        reaction.Members().ShouldBe(["id", "message_id", "emoji", "user_id", "username", "created_at"]);
        reaction.Number("message_id").ShouldBe(message);
        reaction.Text("emoji").ShouldBe("👍");
        reaction.Number("user_id").ShouldBe(Bob.Id);
        reaction.Text("username").ShouldBe(Bob.Username);
        reaction.Text("created_at")!.ShouldEndWith("Z");
    }

    [Fact]
    public async Task Every_form_of_the_message_has_its_reactions_oldest_first()
    {
        var message = await Alice.Say(Chat, "hello");
        var before = await Alice.Say(Chat, "without");
        await Alice.Delete(before).ShouldBe(NoContent);
        var reactions = new[]
        {
            await Bob.React(message, "👍").ShouldBe(Created),
            await Alice.React(message, "❤️").ShouldBe(Created),
            await Bob.React(message, "\"\\ü").ShouldBe(Created),
        };
        var expected = reactions.Select(reaction => reaction.ToString()).ToList();

        Of(await Alice.Show(message).ShouldBe(OK)).ShouldBe(expected);
        Of((await Alice.ListMessages(Chat).ShouldBe(OK)).GetProperty("results")[1]).ShouldBe(expected);
        Of((await Alice.ListMessages(Chat, $"?before={before}").ShouldBe(OK)).GetProperty("results")[0]).ShouldBe(expected);
        Of((await Bob.ShowConversation(Chat).ShouldBe(OK)).GetProperty("messages")[1]).ShouldBe(expected);
        Of((await Alice.ListMessages(Chat).ShouldBe(OK)).GetProperty("results")[0]).ShouldBeEmpty();
        Of(await Alice.Edit(message, "hallo").ShouldBe(OK)).ShouldBe(expected);

        static IEnumerable<string> Of(JsonElement message) =>
            message.GetProperty("reactions").EnumerateArray().Select(reaction => reaction.ToString());
    }

    [Fact]
    public async Task The_last_message_of_a_list_and_a_repeat_have_them_too()
    {
        var message = (await Alice.Send(Chat, "hello", key: "k").ShouldBe(Created)).Number("id");
        await Bob.React(message, "👍").ShouldBe(Created);

        (await Bob.Conversation(Chat)).LastMessage!.Reactions.Single().Emoji.ShouldBe("👍");
        (await Alice.Send(Chat, "hello", key: "k").ShouldBe(OK)).GetProperty("reactions").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task One_emoji_twice_answers_the_first_reaction()
    {
        var message = await Alice.Say(Chat, "hello");
        var first = await Bob.React(message, "👍").ShouldBe(Created);
        var change = await LastChange();

        (await Bob.React(message, "👍").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        (await LastChange()).ShouldBe(change);
        (await Alice.React(message, "👍").ShouldBe(Created)).Number("id").ShouldNotBe(first.Number("id"));
        await Bob.React(message, "👎").ShouldBe(Created);
    }

    [Theory]
    [InlineData("üëç")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("🏳️‍🌈")]
    [InlineData("+1")]
    [InlineData("a")]
    public async Task What_serves_as_an_emoji_is_taken_as_it_is(string emoji)
    {
        var message = await Alice.Say(Chat, "hello");

        (await Bob.React(message, emoji).ShouldBe(Created)).Text("emoji").ShouldBe(emoji);
        (await Alice.Messages(Chat)).Single().Reactions.Single().Emoji.ShouldBe(emoji);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("👍 ")]
    [InlineData("👍\u2003👍")]
    [InlineData("a\nb")]
    [InlineData("\u0007")]
    [InlineData("\u0085")]
    [InlineData("a\0")]
    public async Task What_is_no_emoji_is_refused(string? emoji)
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.React(message, emoji).ShouldBeInvalid("emoji");
    }

    [Fact]
    public async Task Numbers_and_broken_text_are_refused()
    {
        var message = await Alice.Say(Chat, "hello");
        using var broken = new StringContent("""{"emoji": "\ud83d"}""", System.Text.Encoding.UTF8, "application/json");

        await Bob.Post($"{ChatVerbs.Path(message)}react/", new { emoji = 5 }).ShouldBeInvalid("emoji");
        await Bob.Post($"{ChatVerbs.Path(message)}react/", new { }).ShouldBeInvalid("emoji");
        await Bob.Post($"{ChatVerbs.Path(message)}react/", broken).ShouldBeInvalid("emoji");
    }

    [Fact]
    public async Task An_emoji_has_at_most_64_characters()
    {
        var message = await Alice.Say(Chat, "hello");
        var longest = string.Concat(Enumerable.Repeat("😀", 64));

        await Bob.React(message, longest + "x").ShouldBeInvalid("emoji");
        (await Bob.React(message, longest).ShouldBe(Created)).Text("emoji").ShouldBe(longest);
    }

    [Fact]
    public async Task One_person_puts_only_so_many_on_one_message()
    {
        var message = await Alice.Say(Chat, "hello");
        var other = await Alice.Say(Chat, "hi");

        foreach (var emoji in new[] { "1", "2", "3" })
        {
            await Bob.React(message, emoji).ShouldBe(Created);
        }

        await Bob.React(message, "4", key: "k").ShouldBeInvalid("emoji");
        await Bob.React(message, "3").ShouldBe(OK);
        await Alice.React(message, "4").ShouldBe(Created);
        await Bob.React(other, "4").ShouldBe(Created);
        await Bob.Unreact(message, "1").ShouldBe(NoContent);
        await Bob.React(message, "4", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_may_not()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        await carol.React(message, "👍").ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.React(message, "👍").ShouldBeProblem(NotFound, "Message not found");
        await Alice.React(999_999_999, "👍").ShouldBeProblem(NotFound, "Message not found");
        await Alice.React(999_999_999, "👍", key: "k").ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task A_tombstone_takes_none_and_keeps_none()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.React(message, "👍").ShouldBe(Created);
        await Alice.Delete(message).ShouldBe(NoContent);

        await Bob.React(message, "👎").ShouldBeProblem(NotFound, "Message not found");
        (await Bob.Messages(Chat)).Single().Reactions.ShouldBeEmpty();
        (await App.Value<long>("SELECT count(*) FROM reactions WHERE message_id = @message", new { message })).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_member_put_there_stays_when_the_member_is_gone()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.React(message, "👍").ShouldBe(Created);
        await App.Run("UPDATE chat_members SET left_at = now() WHERE chat_id = @Chat AND user_id = @Id", new { Chat, Bob.Id });
        await App.Deactivate(Bob, People.Demo);

        (await Alice.Messages(Chat)).Single().Reactions.Single().Username.ShouldBe(Bob.Username);
    }

    [Fact]
    public async Task The_same_key_answers_the_first_reaction()
    {
        var message = await Alice.Say(Chat, "hello");
        var first = await Bob.React(message, "👍", key: "k").ShouldBe(Created);

        (await Bob.React(message, "👍", key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        await Bob.React(message, "👎", key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        await Bob.React(await Alice.Say(Chat, "next"), "👎", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task A_reaction_taken_off_again_is_not_made_again_by_its_key()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.React(message, "👍", key: "k").ShouldBe(Created);
        await Bob.React(message, "👍", key: "second").ShouldBe(OK);
        await Bob.Unreact(message).ShouldBe(NoContent);

        await Bob.React(message, "👍", key: "k").ShouldBeProblem(NotFound, "Reaction not found");
        await Bob.React(message, "👍", key: "second").ShouldBeProblem(NotFound, "Reaction not found");
        await Alice.Delete(message).ShouldBe(NoContent);
        await Bob.React(message, "👍", key: "k").ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task Its_key_still_answers_it_once_one_is_blocked()
    {
        var message = await Alice.Say(Chat, "hello");
        var first = await Bob.React(message, "👍", key: "k").ShouldBe(Created);
        await Alice.Block(Bob);

        (await Bob.React(message, "👍", key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        await Bob.React(message, "👍").ShouldBe(Forbidden);
    }

    [Fact]
    public async Task Fifty_times_at_once_makes_one_reaction_and_one_frame()
    {
        var message = await Alice.Say(Chat, "hello");
        using var socket = await App.Listen(Alice, Chat);
        await socket.ShouldBeSilent();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Bob.React(message, "👍")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(49);

        // A repeat that is quicker than the first to tell the chat has the change read from the database.
        (await socket.NextOfAny()).Text("type").ShouldBeOneOf("reaction_added", "message_updated");
        await socket.ShouldBeSilent();
        (await Alice.Messages(Chat)).Single().Reactions.Count.ShouldBe(1);
        (await LastChange()).ShouldBe(2);
    }

    [Fact]
    public async Task The_bound_holds_for_all_at_once()
    {
        var message = await Alice.Say(Chat, "hello");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Bob.React(message, $"{n}")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(3);
        (await Alice.Messages(Chat)).Single().Reactions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_chat_sees_the_reaction()
    {
        var message = await Alice.Say(Chat, "hello");
        using var ofAlice = await App.Listen(Alice, Chat);
        using var ofBob = await App.Listen(Bob, Chat);
        await ofBob.ShouldBeSilent();
        await ofAlice.ShouldBeSilent();

        var reaction = await Bob.React(message, "👍").ShouldBe(Created);

        foreach (var socket in new[] { ofAlice, ofBob })
        {
            var frame = await socket.Next("reaction_added");
            frame.Number("chat_id").ShouldBe(Chat);
            frame.GetProperty("reaction").ToString().ShouldBe(reaction.ToString());
            frame.Text("cursor").ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task A_reaction_that_was_never_shown_is_shown_as_an_update()
    {
        var message = await Alice.Say(Chat, "hello");
        using var socket = await App.Listen(Alice, Chat);
        await socket.ShouldBeSilent();
        await App.Run(
            """
            UPDATE chats SET last_change = last_change + 1 WHERE id = @Chat;
            UPDATE messages SET changed = 2 WHERE id = @message;
            INSERT INTO reactions (message_id, user_id, emoji, created_at) VALUES (@message, @Id, '👍', now());
            """,
            new { Chat, message, Bob.Id });

        await Bob.React(message, "👍").ShouldBe(OK);

        (await socket.Next("message_updated")).GetProperty("message").GetProperty("reactions")[0].Text("emoji").ShouldBe("👍");
    }

    [Fact]
    public async Task Nothing_is_read_or_unread_by_it_and_no_activity_shows()
    {
        var message = await Alice.Say(Chat, "hello");
        var before = await Bob.Conversation(Chat);

        await Bob.React(message, "👍").ShouldBe(Created);

        var after = await Bob.Conversation(Chat);
        after.UnreadCount.ShouldBe(1);
        after.UpdatedAt.ShouldBe(before.UpdatedAt);
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash() =>
        await Bob.Post($"{ChatVerbs.Path(await Alice.Say(Chat, "hello"))}react", new { emoji = "👍" }).ShouldBe(Created);

    [Fact]
    public async Task Nobody_reacts_without_signing_in() =>
        await App.Post($"{ChatVerbs.Path(1)}react/", new { emoji = "👍" }).ShouldBeUnauthorized();

    private Task<long> LastChange() => App.Value<long>("SELECT last_change FROM chats WHERE id = @Chat", new { Chat });
}
