using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class DeleteMessageTests(App app) : InConversation(app)
{
    [Fact]
    public async Task A_tombstone_without_content_stays_at_its_position()
    {
        var message = await Alice.Say(Chat, "secret", key: "k");
        await Bob.Say(Chat, "next");

        await Alice.Delete(message).ShouldBe(NoContent);

        var tombstone = (await Bob.Messages(Chat))[1];
        tombstone.Id.ShouldBe(message);
        tombstone.Position.ShouldBe(1);
        tombstone.IsDeleted.ShouldBeTrue();
        tombstone.Content.ShouldBe("");
        tombstone.Attachments.ShouldBeEmpty();
        tombstone.Reactions.ShouldBeEmpty();
        tombstone.SenderId.ShouldBe(Alice.Id);
        tombstone.IsEdited.ShouldBeFalse();
    }

    [Fact]
    public async Task Its_text_is_gone_from_the_database()
    {
        var message = await Alice.Say(Chat, "secret");

        await Alice.Delete(message).ShouldBe(NoContent);

        (await App.Value<string>("SELECT content FROM messages WHERE id = @message", new { message })).ShouldBe("");
    }

    [Fact]
    public async Task Its_own_url_and_all_that_is_done_to_it_are_not_found()
    {
        var message = await Alice.Say(Chat, "hello");
        await Alice.Delete(message).ShouldBe(NoContent);

        foreach (var person in new[] { Alice, Bob })
        {
            await person.Show(message).ShouldBeProblem(NotFound, "Message not found");
            await person.Edit(message, "back").ShouldBeProblem(NotFound, "Message not found");
            await person.Delete(message).ShouldBeProblem(NotFound, "Message not found");
            await person.ListReads(message).ShouldBeProblem(NotFound, "Message not found");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/delete")]
    [InlineData("/delete/")]
    public async Task Every_spelling_is_served(string spelling)
    {
        var message = await Alice.Say(Chat, "hello");

        await Alice.Delete($"/api/messaging/messages/{message}{spelling}").ShouldBe(NoContent);
        (await Alice.Messages(Chat)).Single().IsDeleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_its_sender_may()
    {
        var message = await Alice.Say(Chat, "hello");

        await Bob.Delete(message).ShouldBeProblem(Forbidden, "You can only delete your own messages");
        (await Bob.Messages(Chat)).Single().IsDeleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_is_not_in_the_conversation_may_not()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");

        await carol.Delete(message).ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Delete(message).ShouldBeProblem(NotFound, "Message not found");
        await Alice.Delete(999_999_999).ShouldBeProblem(NotFound, "Message not found");
    }

    [Fact]
    public async Task What_was_unread_is_unread_no_more()
    {
        var first = await Alice.Say(Chat, "one");
        await Alice.Say(Chat, "two");

        await Alice.Delete(first).ShouldBe(NoContent);

        (await Bob.Unread(Chat)).ShouldBe(1);
    }

    [Fact]
    public async Task What_had_been_read_changes_no_count()
    {
        var ids = await Alice.Say(Chat, ["one", "two", "three", "four"]);
        await Bob.Read(Chat, upTo: ids[1]).ShouldBe(OK);
        await App.ReadOnly(Bob, Chat, ids[3]);
        (await Bob.Unread(Chat)).ShouldBe(1);

        await Alice.Delete(ids[0]).ShouldBe(NoContent);
        (await Bob.Unread(Chat)).ShouldBe(1);

        await Alice.Delete(ids[3]).ShouldBe(NoContent);
        (await Bob.Unread(Chat)).ShouldBe(1);

        await Alice.Delete(ids[2]).ShouldBe(NoContent);
        (await Bob.Unread(Chat)).ShouldBe(0);
    }

    [Fact]
    public async Task It_changes_nothing_that_its_sender_has_to_read()
    {
        var own = await Alice.Say(Chat, "mine");
        await Bob.Say(Chat, "yours");

        await Alice.Delete(own).ShouldBe(NoContent);

        (await Alice.Unread(Chat)).ShouldBe(1);
        (await Bob.Unread(Chat)).ShouldBe(0);
    }

    [Fact]
    public async Task Its_position_is_never_given_again()
    {
        await Alice.Delete(await Alice.Say(Chat, "one")).ShouldBe(NoContent);

        (await Alice.Send(Chat, "two").ShouldBe(Created)).Number("position").ShouldBe(2);
    }

    [Fact]
    public async Task Twenty_times_at_once_it_is_deleted_once()
    {
        var message = await Alice.Say(Chat, "hello");
        await Alice.Say(Chat, "next");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Alice.Delete(message)));

        answers.Count(answer => answer.StatusCode == NoContent).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == NotFound).ShouldBe(19);
        (await Bob.Unread(Chat)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_deletes_without_signing_in()
    {
        using var client = App.CreateClient();

        await client.DeleteAsync(ChatVerbs.Path(1), TestContext.Current.CancellationToken).ShouldBeUnauthorized();
    }
}
