using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Going on in a group chat: what happened besides messages stands in the chat that ends what was missed.</summary>
public sealed class ResumeGroupTests(App app) : InGroup(app)
{
    [Theory]
    [InlineData("")]
    [InlineData("&format=flat")]
    public async Task Who_has_missed_nothing_is_shown_the_group_with_its_members_as_it_would_be_fetched(string query)
    {
        await Alice.UpdateGroup(Chat, FileVerbs.FormOf("avatar", [("name", "Umläute")], FileVerbs.Picture())).ShouldBe(OK);
        await Alice.SayInGroup(Chat, "hello");
        var cursor = await App.Now(Chat);
        using var socket = await App.ResumeInGroup(Bob, Chat, cursor, query);

        var resumed = await socket.Next("resumed");

        resumed.Text("cursor").ShouldBe(cursor);
        resumed.GetProperty("chat").GetRawText().ShouldBe(await Fetched(Bob));
        resumed.GetProperty("chat").GetProperty("members").GetArrayLength().ShouldBe(3);
        await socket.ShouldBeSilent();
    }

    [Theory]
    [InlineData("", "message")]
    [InlineData("&format=flat", "chat_message")]
    public async Task Members_who_came_and_went_and_the_groups_name_are_not_shown_one_by_one(string query, string message)
    {
        using var dave = await Outsider();
        var cursor = await App.Now(Chat);
        await Alice.Add(Chat, dave).ShouldBe(OK);
        await dave.SayInGroup(Chat, "hello");
        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBe(OK);
        await Alice.Remove(Chat, Carol).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "Another" }).ShouldBe(OK);
        using var socket = await App.ResumeInGroup(Bob, Chat, cursor, query);

        var missed = await socket.UntilResumed();

        missed.Types().ShouldBe([message, "resumed"]);
        missed[^1].GetProperty("chat").GetRawText().ShouldBe(await Fetched(Bob));
        missed[^1].Text("cursor").ShouldBe(await App.Now(Chat));
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task What_happens_to_the_group_after_that_is_shown_live()
    {
        using var dave = await Outsider();
        using var socket = await App.ResumeInGroup(Bob, Chat, await App.Now(Chat));
        await socket.Next("resumed");

        await Alice.Add(Chat, dave).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "Another" }).ShouldBe(OK);

        await socket.Next("member_added");
        await socket.Next("chat_updated");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task The_cursor_of_a_frame_of_any_type_leads_to_what_came_after_it()
    {
        using var dave = await Outsider();
        using var live = await App.ListenToGroup(Bob, Chat);
        await live.ShouldBeSilent();
        var one = await Alice.SayInGroup(Chat, "one");
        await Alice.Add(Chat, dave).ShouldBe(OK);
        await Alice.Edit(one, "eins").ShouldBe(OK);
        await Bob.React(one, "👍").ShouldBe(Created);
        await Bob.ReadGroup(Chat, upTo: one).ShouldBe(OK);
        var two = await Alice.SayInGroup(Chat, "two");
        await Bob.Unreact(one).ShouldBe(NoContent);
        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBe(OK);
        await Alice.Delete(two).ShouldBe(NoContent);
        await Alice.UpdateGroup(Chat, new { name = "Another" }).ShouldBe(OK);
        await Alice.Remove(Chat, dave).ShouldBe(OK);
        var three = await Alice.SayInGroup(Chat, "three");
        await live.Send(new { Type = "read", MessageId = three });
        var frames = await live.Until(frame => frame.Text("type") == "read");

        frames.Types().ShouldBe(
        [
            "message", "member_added", "message_edited", "reaction_added", "read_messages", "message", "reaction_removed",
            "role_changed", "message_deleted", "chat_updated", "member_removed", "message", "read",
        ]);

        for (var index = 0; index < frames.Count; index++)
        {
            using var socket = await App.ResumeInGroup(Bob, Chat, frames[index].Text("cursor")!);
            var missed = await socket.UntilResumed();
            var after = frames.Skip(index + 1).ToList();

            missed[^1].Text("type").ShouldBe("resumed");
            Ids(missed, "message").ShouldBe(Ids(after, "message"), frames[index].ToString());
            Ids(missed, "message_updated").Order().ShouldBe(Changed(after), frames[index].ToString());
        }

        // Of messages that are not among the new ones.
        IEnumerable<long> Changed(List<JsonElement> after) => after
            .Select(frame => frame.Text("type") switch
            {
                "message_edited" => frame.GetProperty("message").Number("id"),
                "message_deleted" or "reaction_removed" => frame.Number("message_id"),
                "reaction_added" => frame.GetProperty("reaction").Number("message_id"),
                _ => 0,
            })
            .Where(id => id != 0)
            .Except(Ids(after, "message"))
            .Order();
    }

    [Fact]
    public async Task What_comes_while_another_is_let_in_first_is_missed_by_nobody()
    {
        var cursor = await App.Now(Chat);
        await Alice.SayInGroup(Chat, "one");

        // Only what shows the chat at the end looks for its picture.
        await using var held = await HeldChat.Table(App, "avatars");
        var resuming = App.ResumeInGroup(Bob, Chat, cursor);
        await held.Waiters();
        await Alice.SayInGroup(Chat, "two");
        using var other = await App.ListenToGroup(Carol, Chat);
        await other.ShouldBeSilent();
        await held.Release();

        using var socket = await resuming;
        await Alice.SayInGroup(Chat, "three");
        var frames = await socket.Until(frame => frame.Text("type") == "message" && Text(frame) == "three");
        frames.Where(frame => frame.Text("type") == "message").Select(Text).ShouldBe(["one", "two", "three"]);
        frames.Types().Count(type => type == "resumed").ShouldBe(1);
        (await other.Next("message")).GetProperty("message").Text("content").ShouldBe("three");
    }

    private static string? Text(JsonElement frame) => frame.GetProperty("message").Text("content");

    private static IEnumerable<long> Ids(IEnumerable<JsonElement> frames, string type) =>
        frames.Where(frame => frame.Text("type") == type).Select(frame => frame.GetProperty("message").Number("id"));

    private async Task<string> Fetched(Person person) => (await person.ShowGroup(Chat).ShouldBe(OK)).GetRawText();
}
