using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class RemoveMemberTests(App app) : InGroup(app)
{
    private const string NotAMember = "You are not a member of this group chat";

    [Fact]
    public async Task Who_is_removed_sees_nothing_any_more_and_the_others_are_told()
    {
        var message = await Alice.SayInGroup(Chat, "before");
        using var ofAlice = await App.ListenToGroup(Alice, Chat);
        using var ofBob = await App.ListenToGroup(Bob, Chat);
        await ofAlice.ShouldBeSilent();
        await ofBob.ShouldBeSilent();

        var answer = await Alice.Remove(Chat, Bob).ShouldBe(OK);

        answer.Number("member_count").ShouldBe(2);
        answer.GetProperty("members").EnumerateArray().Select(member => member.Number("id")).ShouldBe([Alice.Id, Carol.Id]);
        answer.GetProperty("messages").GetArrayLength().ShouldBe(1);

        foreach (var socket in new[] { ofAlice, ofBob })
        {
            var frame = await socket.Next("member_removed");
            frame.Number("chat_id").ShouldBe(Chat);
            frame.Number("user_id").ShouldBe(Bob.Id);
        }

        await ofBob.ShouldClose(4004);
        await ofAlice.ShouldBeSilent();
        await Bob.ShowGroup(Chat).ShouldBeProblem(Forbidden, NotAMember);
        await Bob.SendToGroup(Chat, "hello?").ShouldBeProblem(Forbidden, NotAMember);
        await Bob.ListGroupMessages(Chat).ShouldBeProblem(Forbidden, NotAMember);
        await Bob.ReadGroup(Chat, message).ShouldBeProblem(Forbidden, NotAMember);
        await Bob.Show(message).ShouldBeProblem(Forbidden, NotAMember);
        (await Bob.Groups()).ShouldBeEmpty();
        using var again = await App.ListenToGroup(Bob, Chat);
        await again.ShouldClose(4004);
    }

    [Fact]
    public async Task Who_leaves_is_answered_with_the_group_as_in_a_list()
    {
        await Alice.SayInGroup(Chat, "one");
        await Bob.SayInGroup(Chat, "two");
        var listed = (await Bob.ListGroups().ShouldBe(OK))[0];

        var answer = await Bob.Leave(Chat).ShouldBe(OK);

        answer.Members().ShouldBe(listed.Members());
        answer.Number("member_count").ShouldBe(2);

        foreach (var member in listed.EnumerateObject().Where(member => member.Name != "member_count"))
        {
            answer.GetProperty(member.Name).ToString().ShouldBe(member.Value.ToString(), member.Name);
        }
    }

    [Theory]
    [InlineData("remove_member")]
    [InlineData("remove-member/")]
    [InlineData("remove-member")]
    public async Task Every_spelling_is_served(string spelling) =>
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/{spelling}", new { member_id = Bob.Id }).ShouldBe(OK);

    [Fact]
    public async Task Members_may_only_leave_themselves()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        await Bob.Remove(Chat, Carol).ShouldBeProblem(Forbidden, "Only admins can remove other members");
        await Bob.Remove(Chat, dave).ShouldBeProblem(Forbidden, "Only admins can remove other members");
        await dave.Remove(Chat, Bob).ShouldBeProblem(Forbidden, NotAMember);
        await dave.Leave(Chat).ShouldBeProblem(Forbidden, NotAMember);
        await mallory.Leave(Chat).ShouldBeProblem(NotFound, "Group chat not found");
        (await Rows()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Who_is_not_in_it_cannot_be_removed()
    {
        using var dave = await Outsider();

        await Alice.Remove(Chat, dave).ShouldBeProblem(NotFound, "User is not a member of this group chat");
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        await Alice.Remove(Chat, Bob).ShouldBeProblem(NotFound, "User is not a member of this group chat");
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/remove_member/", new { member_id = 999_999 })
            .ShouldBeProblem(NotFound, "User is not a member of this group chat");
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/remove_member/", new { }).ShouldBeInvalid("member_id");
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/remove_member/", new { member_id = "5" }).ShouldBeInvalid("member_id");
        (await Rows()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task When_the_last_admin_leaves_the_longest_standing_member_becomes_admin()
    {
        using var dave = await Outsider();
        await Bob.Leave(Chat).ShouldBe(OK);
        await Alice.Add(Chat, dave).ShouldBe(OK);
        await Alice.Add(Chat, Bob).ShouldBe(OK);
        using var socket = await App.ListenToGroup(Bob, Chat);
        await socket.ShouldBeSilent();

        await Alice.Leave(Chat).ShouldBe(OK);

        (await socket.Next("member_removed")).Number("user_id").ShouldBe(Alice.Id);
        var member = (await socket.Next("role_changed")).GetProperty("member");
        member.ToString().ShouldBe((await Bob.ShowGroup(Chat).ShouldBe(OK)).GetProperty("members")[0].ToString());
        (member.Number("id"), member.Text("role")).ShouldBe((Carol.Id, "admin"));
        await socket.ShouldBeSilent();
        (await Rows()).Roles.ShouldBe($"{Bob.Id} member, {Carol.Id} admin, {dave.Id} member");
    }

    [Fact]
    public async Task Those_who_can_act_come_before_those_who_cannot()
    {
        await App.Deactivate(Bob, People.Demo);

        await Alice.Leave(Chat).ShouldBe(OK);

        (await Rows()).Roles.ShouldBe($"{Bob.Id} member, {Carol.Id} admin");
        await Carol.Leave(Chat).ShouldBe(OK);
        (await Rows()).Roles.ShouldBe($"{Bob.Id} admin");
    }

    [Fact]
    public async Task While_another_admin_stays_nobody_is_made_one()
    {
        await Alice.ChangeMemberRole(Chat, Carol, "admin").ShouldBe(OK);
        var change = await LastChange();

        await Alice.Leave(Chat).ShouldBe(OK);

        (await Rows()).ShouldBe((2, $"{Bob.Id} member, {Carol.Id} admin"));
        (await LastChange()).ShouldBe(change + 1);
    }

    [Fact]
    public async Task When_the_last_member_leaves_it_ends()
    {
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        await Alice.Remove(Chat, Carol).ShouldBe(OK);
        using var socket = await App.ListenToGroup(Alice, Chat);
        await socket.ShouldBeSilent();

        (await Alice.Leave(Chat).ShouldBe(OK)).Number("member_count").ShouldBe(0);

        await socket.Next("chat_deleted");
        await socket.ShouldClose(4004);
        await Alice.ShowGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
        await Bob.ShowGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
    }

    [Fact]
    public async Task Everybody_leaving_at_once_ends_it_once_and_there_is_always_an_admin()
    {
        using var socket = await App.ListenToGroup(Carol, Chat);
        await socket.ShouldBeSilent();

        var answers = await Task.WhenAll(new[] { Alice, Bob, Carol }.Select(person => person.Leave(Chat).ShouldBe(OK)));

        answers.Select(answer => answer.Number("member_count")).ShouldBe([0, 1, 2], ignoreOrder: true);
        (await App.Value<bool>("SELECT is_active FROM chats WHERE id = @Chat", new { Chat })).ShouldBeFalse();
        await socket.ShouldClose(4004);
    }

    [Fact]
    public async Task Of_two_admins_who_remove_each_other_at_once_one_stays()
    {
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);

        var answers = await Task.WhenAll(Alice.Remove(Chat, Bob), Bob.Remove(Chat, Alice));

        answers.Count(answer => answer.StatusCode == OK).ShouldBe(1);
        await answers.Single(answer => answer.StatusCode != OK).ShouldBeProblem(Forbidden, NotAMember);
        var (count, roles) = await Rows();
        count.ShouldBe(2);
        roles.ShouldContain("admin");
    }

    [Fact]
    public async Task A_send_at_the_moment_of_the_removal_comes_before_it_or_not_at_all()
    {
        using var socket = await App.ListenToGroup(Carol, Chat);
        await socket.ShouldBeSilent();

        var sends = Enumerable.Range(0, 20).Select(n => Bob.SendToGroup(Chat, $"{n}")).ToList();
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        var taken = (await Task.WhenAll(sends)).Count(answer => answer.StatusCode == Created);

        for (var n = 0; n < taken; n++)
        {
            await socket.Next("message");
        }

        await socket.Next("member_removed");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task Nobody_removes_anyone_without_signing_in() =>
        await App.Post($"{GroupVerbs.GroupsPath}{Chat}/remove_member/", new { member_id = 1 }).ShouldBeUnauthorized();
}
