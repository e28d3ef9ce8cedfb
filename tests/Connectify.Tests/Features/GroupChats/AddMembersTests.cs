using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class AddMembersTests(App app) : InGroup(app)
{
    private const string OnlyAdmins = "Only admins can add members";

    [Fact]
    public async Task They_are_in_it_see_the_whole_history_and_everybody_is_told()
    {
        await Bob.SayInGroup(Chat, "before");
        using var dave = await Outsider();
        using var erin = await Outsider();
        using var socket = await App.ListenToGroup(Bob, Chat);
        await socket.ShouldBeSilent();

        var answer = await Alice.Add(Chat, erin, dave).ShouldBe(OK);

        answer.Number("member_count").ShouldBe(5);
        var members = answer.GetProperty("members").EnumerateArray().ToList();
        members.Select(member => member.Number("id")).ShouldBe([Alice.Id, Bob.Id, Carol.Id, dave.Id, erin.Id]);
        answer.GetProperty("messages").GetArrayLength().ShouldBe(1);
        var frame = await socket.Next("member_added");
        frame.Number("chat_id").ShouldBe(Chat);
        frame.GetProperty("members").EnumerateArray().Select(member => member.ToString())
            .ShouldBe([members[3].ToString(), members[4].ToString()]);
        members[4].Text("role").ShouldBe("member");
        await socket.ShouldBeSilent();
        (await dave.GroupMessages(Chat)).Single().Content.ShouldBe("before");
        (await dave.UnreadInGroup(Chat)).ShouldBe(1);
        (await Rows()).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("add_members")]
    [InlineData("add-members/")]
    [InlineData("add-members")]
    public async Task Every_spelling_is_served(string spelling)
    {
        using var dave = await Outsider();

        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/{spelling}", new { member_ids = new[] { dave.Id } }).ShouldBe(OK);
    }

    [Fact]
    public async Task Who_is_in_it_already_stays_as_they_are()
    {
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);
        await App.HaveBlocked(Carol, Alice);
        var (before, change) = (await Alice.ShowGroup(Chat).ShouldBe(OK), await LastChange());
        using var socket = await App.ListenToGroup(Bob, Chat);

        (await Alice.Add(Chat, Bob, Carol, Alice).ShouldBe(OK)).ToString().ShouldBe(before.ToString());

        await socket.ShouldBeSilent();
        (await LastChange()).ShouldBe(change);
    }

    [Fact]
    public async Task An_empty_list_changes_nothing_and_none_is_refused()
    {
        await Alice.AddIds(Chat, []).ShouldBe(OK);
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/add_members/", new { }).ShouldBeInvalid("member_ids");
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/add_members/", new { member_ids = "5" }).ShouldBeInvalid("member_ids");
    }

    [Fact]
    public async Task All_are_added_or_none()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();
        using var erin = await Outsider();
        await App.HaveBlocked(erin, Alice);

        await Alice.Add(Chat, dave, erin, mallory)
            .ShouldBeProblem(BadRequest, $"User with ID {mallory.Id} doesn't belong to this organization");
        await Alice.AddIds(Chat, [dave.Id, 999_999])
            .ShouldBeProblem(BadRequest, "User with ID 999999 doesn't belong to this organization");
        await Alice.Add(Chat, dave, erin).ShouldBeProblem(BadRequest, $"You are blocked by: {erin.Username}");
        (await Rows()).Count.ShouldBe(3);
        await dave.ShowGroup(Chat).ShouldBe(Forbidden);
    }

    [Fact]
    public async Task Only_admins_of_it_may()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        await Bob.Add(Chat, dave).ShouldBeProblem(Forbidden, OnlyAdmins);
        await Bob.Add(Chat, mallory).ShouldBeProblem(Forbidden, OnlyAdmins);
        await dave.Add(Chat, dave).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await mallory.Add(Chat, mallory).ShouldBeProblem(NotFound, "Group chat not found");
    }

    [Fact]
    public async Task Who_comes_back_is_a_member_again_and_what_was_sent_and_read_is_kept()
    {
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);
        var read = await Alice.SayInGroup(Chat, "read");
        await Bob.ReadGroup(Chat, read).ShouldBe(OK);
        await Bob.SayInGroup(Chat, "mine");
        var joined = (await Alice.Group(Chat)).Members.Single(member => member.Id == Bob.Id).JoinedAt;
        await Bob.Leave(Chat).ShouldBe(OK);
        await Alice.SayInGroup(Chat, "missed");

        await Alice.Add(Chat, Bob).ShouldBe(OK);

        var again = (await Alice.Group(Chat)).Members[^1];
        (again.Id, again.Role).ShouldBe((Bob.Id, "member"));
        again.JoinedAt.ShouldBeGreaterThan(joined);
        (await Bob.UnreadInGroup(Chat)).ShouldBe(1);
        (await Rows()).ShouldBe((3, $"{Alice.Id} admin, {Bob.Id} member, {Carol.Id} member"));
        (await Bob.SayInGroup(Chat, "back")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Deletions_while_one_was_away_are_not_counted_as_unread()
    {
        var read = await Alice.SayInGroup(Chat, "read");
        await Bob.ReadGroup(Chat, read).ShouldBe(OK);
        var unread = await Alice.SayInGroup(Chat, "unread");
        await Bob.Leave(Chat).ShouldBe(OK);
        await Alice.Delete(read).ShouldBe(NoContent);
        await Alice.Delete(unread).ShouldBe(NoContent);
        await Alice.SayInGroup(Chat, "new");

        await Alice.Add(Chat, Bob).ShouldBe(OK);

        (await Bob.UnreadInGroup(Chat)).ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_times_the_same_one_at_once_is_one_member_and_one_event()
    {
        using var dave = await Outsider();
        using var socket = await App.ListenToGroup(Bob, Chat);
        await socket.ShouldBeSilent();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Alice.Add(Chat, dave).ShouldBe(OK)));

        (await socket.Next("member_added")).GetProperty("members").GetArrayLength().ShouldBe(1);
        await socket.ShouldBeSilent();
        (await Rows()).ShouldBe(
            (4, $"{Alice.Id} admin, {Bob.Id} member, {Carol.Id} member, {dave.Id} member"));
    }

    [Fact]
    public async Task Adding_and_leaving_at_once_leaves_the_count_right()
    {
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Alice.Add(Chat, Bob, Carol), Bob.Leave(Chat), Carol.Leave(Chat), Alice.Add(Chat, Carol, Bob));
            var (count, roles) = await Rows();
            roles.Split(", ").Length.ShouldBe((int)count);
            await Alice.Add(Chat, Bob, Carol).ShouldBe(OK);
        }
    }

    [Fact]
    public async Task A_block_that_was_there_first_wins_and_one_that_comes_later_changes_nothing()
    {
        using var dave = await Outsider();
        await using var chat = await HeldChat.Of(App, Chat);
        var adding = Alice.Add(Chat, dave);
        await chat.Waiters();

        // Who blocks takes this lock, and gets it only after.
        var blocking = App.Run(
            """
            SELECT FROM organization_members WHERE organization_id = @Demo AND user_id = @Blocker FOR NO KEY UPDATE;
            INSERT INTO blocks (organization_id, blocker_id, blocked_id) VALUES (@Demo, @Blocker, @Blocked);
            """,
            new { People.Demo, Blocker = dave.Id, Blocked = Alice.Id });
        await chat.Waiters(2);
        await chat.Release();

        await adding.ShouldBe(OK);
        await blocking;
        await Alice.Remove(Chat, dave).ShouldBe(OK);
        await Alice.Add(Chat, dave).ShouldBeProblem(BadRequest, $"You are blocked by: {dave.Username}");
    }

    [Fact]
    public async Task Many_are_added_at_once()
    {
        var crowd = await App.Crowd(900);

        (await Alice.AddIds(Chat, crowd).ShouldBe(OK)).Number("member_count").ShouldBe(903);

        (await Alice.AddIds(Chat, crowd).ShouldBe(OK)).Number("member_count").ShouldBe(903);
        await Alice.AddIds(Chat, await App.Crowd(98)).ShouldBeInvalid("member_ids");
        (await Alice.AddIds(Chat, await App.Crowd(97)).ShouldBe(OK)).Number("member_count").ShouldBe(1000);
    }

    [Fact]
    public async Task Nobody_adds_anyone_without_signing_in() =>
        await App.Post($"{GroupVerbs.GroupsPath}{Chat}/add_members/", new { member_ids = new[] { 1 } }).ShouldBeUnauthorized();
}
