using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class UnreactTests(App app) : InConversation(app)
{
    [Fact]
    public async Task One_emoji_is_taken_off_and_the_others_stay()
    {
        var message = await Said("👍", "👎");

        await Bob.Unreact(message, "👍").ShouldBe(NoContent);

        (await Left()).ShouldBe(["👎"]);
    }

    [Fact]
    public async Task Without_an_emoji_all_of_ones_own_are_taken_off()
    {
        var message = await Said("👍", "👎", "❤️");
        await Alice.React(message, "👍").ShouldBe(Created);

        await Bob.Unreact(message).ShouldBe(NoContent);

        var left = (await Alice.Messages(Chat)).Single().Reactions.Single();
        left.UserId.ShouldBe(Alice.Id);
    }

    [Fact]
    public async Task Those_of_others_stay()
    {
        var message = await Said("👍");

        await Alice.Unreact(message, "👍").ShouldBe(NoContent);
        await Alice.Unreact(message).ShouldBe(NoContent);

        (await Left()).ShouldBe(["👍"]);
    }

    [Fact]
    public async Task Where_there_is_none_nothing_happens()
    {
        var message = await Said("👍");
        using var socket = await App.Listen(Alice, Chat);
        await socket.ShouldBeSilent();

        await Bob.Unreact(message, "👎").ShouldBe(NoContent);
        await Alice.Unreact(message).ShouldBe(NoContent);

        await socket.ShouldBeSilent();
        (await App.Value<long>("SELECT last_change FROM chats WHERE id = @Chat", new { Chat })).ShouldBe(2);
    }

    [Fact]
    public async Task The_chat_sees_each_that_goes_in_order()
    {
        var message = await Said("👍", "👎", "❤️");
        using var ofAlice = await App.Listen(Alice, Chat);
        using var ofBob = await App.Listen(Bob, Chat);
        await ofAlice.ShouldBeSilent();
        await ofBob.ShouldBeSilent();

        await Bob.Unreact(message).ShouldBe(NoContent);
        await Alice.Say(Chat, "next");

        foreach (var socket in new[] { ofAlice, ofBob })
        {
            var cursors = new List<string?>();

            foreach (var emoji in new[] { "👍", "👎", "❤️" })
            {
                var frame = await socket.Next("reaction_removed");
                frame.Number("chat_id").ShouldBe(Chat);
                frame.Number("message_id").ShouldBe(message);
                frame.Text("emoji").ShouldBe(emoji);
                frame.Number("user_id").ShouldBe(Bob.Id);
                cursors.Add(frame.Text("cursor"));
            }

            cursors.ShouldBeUnique();
            await socket.Next("message");
        }
    }

    [Fact]
    public async Task What_went_without_being_shown_is_shown_as_an_update()
    {
        var message = await Said("👍");
        using var socket = await App.Listen(Alice, Chat);
        await socket.ShouldBeSilent();
        await App.Run(
            """
            UPDATE chats SET last_change = last_change + 1 WHERE id = @Chat;
            UPDATE messages SET changed = 3 WHERE id = @message;
            DELETE FROM reactions WHERE message_id = @message;
            """,
            new { Chat, message });

        await Bob.Unreact(message).ShouldBe(NoContent);

        (await socket.Next("message_updated")).GetProperty("message").GetProperty("reactions").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_taken_off_may_be_put_on_again()
    {
        var message = await Said("👍");
        await Bob.Unreact(message, "👍").ShouldBe(NoContent);

        await Bob.React(message, "👍").ShouldBe(Created);
    }

    [Fact]
    public async Task Putting_on_and_taking_off_at_once_loses_no_change()
    {
        var message = await Said();
        using var socket = await App.Listen(Alice, Chat);
        await socket.ShouldBeSilent();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            n % 2 == 0 ? Bob.React(message, $"{n % 5}") : Bob.Unreact(message)));
        await Alice.Say(Chat, "end");

        answers.ShouldAllBe(answer => answer.IsSuccessStatusCode);
        var folded = new HashSet<string>();

        for (var frame = await socket.NextOfAny(); frame.Text("type") != "message"; frame = await socket.NextOfAny())
        {
            var isChanged = frame.Text("type") switch
            {
                "reaction_added" => folded.Add(frame.GetProperty("reaction").Text("emoji")!),
                "reaction_removed" => folded.Remove(frame.Text("emoji")!),

                // One of the handlers was slow to publish, and the others did not wait for it.
                _ => Replace(frame.GetProperty("message").GetProperty("reactions")),
            };
            isChanged.ShouldBeTrue(frame.ToString());
        }

        var shown = await App.Value<string[]>("SELECT array_agg(emoji) FROM reactions WHERE message_id = @message", new { message });
        folded.Order().ShouldBe((shown ?? []).Order());

        bool Replace(JsonElement reactions)
        {
            folded = [.. reactions.EnumerateArray().Select(reaction => reaction.Text("emoji")!)];

            return true;
        }
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_may_not()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Said("👍");

        await carol.Unreact(message).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Unreact(message).ShouldBeProblem(NotFound, "Message not found");
        await Bob.Unreact(999_999_999).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task A_tombstone_is_not_found()
    {
        var message = await Said("👍");
        await Alice.Delete(message).ShouldBe(NoContent);

        await Bob.Unreact(message).ShouldBeProblem(NotFound, "Message not found");
        await Bob.Unreact(message, "👍").ShouldBeProblem(NotFound, "Message not found");
    }

    [Theory]
    [InlineData("?emoji=")]
    [InlineData("?emoji=%20")]
    [InlineData("?emoji=%00")]
    [InlineData("?emoji=a&emoji=b")]
    public async Task What_is_no_emoji_is_refused_and_takes_nothing_off(string query)
    {
        var message = await Said("👍");

        await Bob.Delete($"{ChatVerbs.Path(message)}unreact/{query}").ShouldBeInvalid("emoji");
        (await Left()).ShouldBe(["👍"]);
    }

    [Fact]
    public async Task An_emoji_may_stand_in_the_query_as_it_is()
    {
        var message = await Said("👍");

        await Bob.Delete($"{ChatVerbs.Path(message)}unreact/?emoji=👍").ShouldBe(NoContent);
        (await Left()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash() =>
        await Bob.Delete($"{ChatVerbs.Path(await Said("👍"))}unreact").ShouldBe(NoContent);

    [Fact]
    public async Task Nobody_does_so_without_signing_in()
    {
        using var client = App.CreateClient();

        await client.DeleteAsync($"{ChatVerbs.Path(1)}unreact/", TestContext.Current.CancellationToken).ShouldBeUnauthorized();
    }

    /// <summary>Alice says something, and Bob puts these on it.</summary>
    private async Task<long> Said(params string[] emoji)
    {
        var message = await Alice.Say(Chat, "hello");

        foreach (var one in emoji)
        {
            await Bob.React(message, one).ShouldBe(Created);
        }

        return message;
    }

    private async Task<IEnumerable<string>> Left() =>
        (await Alice.Messages(Chat)).Single().Reactions.Select(reaction => reaction.Emoji);
}
