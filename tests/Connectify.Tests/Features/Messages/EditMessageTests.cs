using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class EditMessageTests(App app) : InConversation(app)
{
    [Fact]
    public async Task The_text_is_changed_and_marked_as_edited()
    {
        var sent = await Alice.Send(Chat, "hello", key: "k").ShouldBe(Created);

        var edited = await Alice.Edit(sent.Number("id"), "Updated message content").ShouldBe(OK);

        edited.Text("content").ShouldBe("Updated message content");
        edited.GetProperty("is_edited").GetBoolean().ShouldBeTrue();
        edited.Text("edited_at")!.ShouldEndWith("Z");
        edited.GetProperty("edited_at").GetDateTime().ShouldBeGreaterThan(sent.GetProperty("created_at").GetDateTime());
        (await Bob.Show(sent.Number("id")).ShouldBe(OK)).ToString().ShouldBe(edited.ToString());
    }

    [Fact]
    public async Task All_else_stays_as_it_was()
    {
        var question = await Bob.Say(Chat, "question");
        var sent = await Alice.Send(Chat, "answer", replyTo: question, key: "k").ShouldBe(Created);
        await Bob.Read(Chat, upTo: sent.Number("id")).ShouldBe(OK);
        var before = await Bob.Show(sent.Number("id")).ShouldBe(OK);

        var edited = await Alice.Edit(sent.Number("id"), "better answer").ShouldBe(OK);

        Others(edited).ShouldBe(Others(before));
        edited.Text("client_message_id").ShouldBe("k");

        static IEnumerable<string> Others(JsonElement message) =>
            message.EnumerateObject()
                .Where(member => member.Name is not ("content" or "is_edited" or "edited_at"))
                .Select(member => member.ToString());
    }

    [Fact]
    public async Task It_makes_no_new_message_and_nothing_unread()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.Read(Chat, upTo: message).ShouldBe(OK);

        await Alice.Edit(message, "hallo").ShouldBe(OK);

        (await Bob.Messages(Chat)).Single().Position.ShouldBe(1);
        (await Bob.Unread(Chat)).ShouldBe(0);
        (await Alice.Send(Chat, "next").ShouldBe(Created)).Number("position").ShouldBe(2);
    }

    [Fact]
    public async Task It_may_be_edited_again()
    {
        var message = await Alice.Say(Chat, "one");

        var first = await Alice.Edit(message, "two").ShouldBe(OK);
        var second = await Alice.Edit(message, "three").ShouldBe(OK);

        second.Text("content").ShouldBe("three");
        second.GetProperty("edited_at").GetDateTime().ShouldBeGreaterThan(first.GetProperty("edited_at").GetDateTime());
    }

    [Fact]
    public async Task Only_its_sender_may()
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.Edit(message, "hacked").ShouldBeProblem(Forbidden, "You can only edit your own messages");
        (await Alice.Messages(Chat)).Single().Content.ShouldBe("hello");
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_may_not()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        await carol.Edit(message, "hacked").ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Edit(message, "hacked").ShouldBeProblem(NotFound, "Message not found");
        await Alice.Edit(999_999_999, "hacked").ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task A_tombstone_is_not_found()
    {
        var message = await Alice.Say(Chat, "hello");
        await Alice.Delete(message).ShouldBe(NoContent);

        await Alice.Edit(message, "back").ShouldBeProblem(NotFound, "Message not found");
        await Bob.Edit(message, "back").ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task Who_was_deactivated_in_its_organization_may_not()
    {
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        var chat = await Alice.StartConversation(with: Bob, organization: organization);
        var message = await Alice.Say(chat, "hello");
        await App.Deactivate(Alice, organization);

        await Alice.Edit(message, "hallo").ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task The_new_text_keeps_to_the_rules_of_the_old_one()
    {
        var message = await Alice.Say(Chat, "hello");
        var longest = string.Concat(Enumerable.Repeat("😀", 10_000));

        await Alice.Edit(message, null).ShouldBeInvalid("content");
        await Alice.Edit(message, "").ShouldBeInvalid("content");
        await Alice.Edit(message, " \u2003").ShouldBeInvalid("content");
        await Alice.Edit(message, "a\0b").ShouldBeInvalid("content");
        await Alice.Edit(message, longest + "b").ShouldBeInvalid("content");
        await Alice.Put($"{ChatVerbs.Path(message)}edit/", new { content = 5 }).ShouldBeInvalid("content");
        (await Alice.Show(message).ShouldBe(OK)).GetProperty("is_edited").GetBoolean().ShouldBeFalse();
        (await Alice.Edit(message, longest).ShouldBe(OK)).Text("content").ShouldBe(longest);
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash()
    {
        var message = await Alice.Say(Chat, "hello");

        await Alice.Put($"{ChatVerbs.Path(message)}edit", new { content = "hallo" }).ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_edits_without_signing_in()
    {
        using var client = App.CreateClient();
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        await client.PutAsync($"{ChatVerbs.Path(1)}edit/", body, TestContext.Current.CancellationToken).ShouldBeUnauthorized();
    }
}
