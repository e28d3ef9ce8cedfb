using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

/// <summary>What is said and read in a group chat, by the same handlers as in conversations.</summary>
public sealed class GroupMessagesTests(App app) : InGroup(app)
{
    [Fact]
    public async Task A_message_is_answered_and_listed_as_one_of_the_group()
    {
        var question = await Alice.SayInGroup(Chat, "question");

        var answer = await Bob.SendToGroup(Chat, "answer", replyTo: question).ShouldBe(Created);

        answer.Number("group_chat_id").ShouldBe(Chat);
        answer.Number("chat_id").ShouldBe(Chat);
        answer.GetProperty("conversation_id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        answer.GetProperty("replied_message").Text("content").ShouldBe("question");
        answer.ToString().ShouldBe((await Carol.Show(answer.Number("id")).ShouldBe(OK)).ToString());
        (await Carol.GroupMessages(Chat)).Select(message => (message.Position, message.Content))
            .ShouldBe([(2, "answer"), (1, "question")]);
    }

    [Theory]
    [InlineData("send_message")]
    [InlineData("send-message/")]
    [InlineData("send-message")]
    public async Task Every_spelling_is_served(string spelling) =>
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/{spelling}", new { content = "hello" }).ShouldBe(Created);

    [Fact]
    public async Task Only_members_read_and_write()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.SayInGroup(Chat, "hello");

        foreach (var ask in new Func<Person, Task<HttpResponseMessage>>[]
        {
            person => person.SendToGroup(Chat, "me too"),
            person => person.ListGroupMessages(Chat),
            person => person.ReadGroup(Chat, message),
        })
        {
            await ask(dave).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
            await ask(mallory).ShouldBeProblem(NotFound, "Group chat not found");
        }

        await dave.Show(message).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await mallory.Show(message).ShouldBeProblem(NotFound, "Message not found");
        (await Alice.GroupMessages(Chat)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_makes_one_message()
    {
        var first = await Alice.SayInGroup(Chat, "hello", key: "k");

        (await Alice.SendToGroup(Chat, "hello", key: "k").ShouldBe(OK)).Number("id").ShouldBe(first);
        await Alice.SendToGroup(Chat, "hallo", key: "k").ShouldBe(Conflict);
        (await Bob.SayInGroup(Chat, "hello", key: "k")).ShouldNotBe(first);
    }

    [Fact]
    public async Task Pages_lead_on_and_neighbours_stand_next_to_their_message()
    {
        var ids = new List<long>();

        for (var n = 0; n < 5; n++)
        {
            ids.Add(await Alice.SayInGroup(Chat, $"{n}"));
        }

        var page = await Bob.ListGroupMessages(Chat, "?page_size=2").ShouldBe(OK);
        page.Number("count").ShouldBe(5);
        page.Text("next")!.ShouldContain($"/api/messaging/group-chats/{Chat}/messages/");
        (await Bob.GroupMessages(Chat, "?page=3&page_size=2")).Single().Id.ShouldBe(ids[0]);
        (await Bob.ListGroupMessages(Chat, $"?before={ids[2]}&limit=1").ShouldBe(OK))
            .GetProperty("results")[0].Number("id").ShouldBe(ids[1]);
        await Bob.ListGroupMessages(Chat, "?page=4&page_size=2").ShouldBeProblem(NotFound, "Page not found");
    }

    [Fact]
    public async Task Each_member_has_their_own_unread_count_and_readers_are_listed()
    {
        var first = await Alice.SayInGroup(Chat, "one");
        var second = await Bob.SayInGroup(Chat, "two");

        (await Bob.ReadGroup(Chat, first).ShouldBe(OK)).Number("unread_count").ShouldBe(0);
        (await Carol.ReadGroup(Chat, first).ShouldBe(OK)).Number("unread_count").ShouldBe(1);

        (await Alice.UnreadInGroup(Chat)).ShouldBe(1);
        var messages = await Alice.GroupMessages(Chat);
        messages.Single(message => message.Id == first).ReadBy.ShouldBe([Bob.Id, Carol.Id]);
        messages.Single(message => message.Id == first).ReadCount.ShouldBe(2);
        messages.Single(message => message.Id == second).ReadBy.ShouldBeEmpty();
        (await Alice.ListReads(first).ShouldBe(OK)).Number("count").ShouldBe(2);
        await Carol.ReadGroup(Chat, 999_999).ShouldBeInvalid("up_to");
    }

    [Fact]
    public async Task Of_many_readers_a_hundred_are_named_and_all_are_counted()
    {
        var message = await Alice.SayInGroup(Chat, "hello");
        await Alice.AddIds(Chat, await App.Crowd(120)).ShouldBe(OK);
        await App.Run(
            """
            INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
            SELECT chat_id, user_id, 1, 1, now() FROM chat_members WHERE chat_id = @Chat AND user_id <> @Id
            """,
            new { Chat, Alice.Id });

        var shown = (await Alice.GroupMessages(Chat)).Single();

        shown.ReadBy.Count.ShouldBe(100);
        shown.ReadCount.ShouldBe(122);
        (await Alice.ListReads(message, "?page_size=100&page=2").ShouldBe(OK)).GetProperty("results").GetArrayLength().ShouldBe(22);
    }

    [Fact]
    public async Task Edited_and_deleted_messages_are_so_for_everybody()
    {
        var (edited, deleted) = (await Bob.SayInGroup(Chat, "one"), await Bob.SayInGroup(Chat, "two"));

        await Bob.Edit(edited, "eins").ShouldBe(OK);
        await Bob.Delete(deleted).ShouldBe(NoContent);

        (await Carol.GroupMessages(Chat)).Select(message => (message.Content, message.IsEdited, message.IsDeleted))
            .ShouldBe([("", false, true), ("eins", true, false)]);
        (await Carol.UnreadInGroup(Chat)).ShouldBe(1);
        await Alice.Delete(edited).ShouldBeProblem(Forbidden, "You can only delete your own messages");
        await Bob.Leave(Chat).ShouldBe(OK);
        await Bob.Edit(edited, "two").ShouldBeProblem(Forbidden, "You are not a member of this group chat");
    }
}
