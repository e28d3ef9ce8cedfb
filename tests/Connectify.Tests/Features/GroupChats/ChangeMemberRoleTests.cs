using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class ChangeMemberRoleTests(App app) : InGroup(app)
{
    [Fact]
    public async Task The_member_is_answered_and_everybody_is_told()
    {
        using var socket = await App.ListenToGroup(Carol, Chat);
        await socket.ShouldBeSilent();

        var member = await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);

        member.Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image", "role", "joined_at"]);
        (member.Number("id"), member.Text("role")).ShouldBe((Bob.Id, "admin"));
        var frame = await socket.Next("role_changed");
        frame.Number("chat_id").ShouldBe(Chat);
        frame.GetProperty("member").ToString().ShouldBe(member.ToString());
        (await Bob.ShowGroup(Chat).ShouldBe(OK)).GetProperty("members")[1].ToString().ShouldBe(member.ToString());
        await Bob.UpdateGroup(Chat, new { name = "Bob's" }).ShouldBe(OK);
        (await Bob.ChangeMemberRole(Chat, Alice, "member").ShouldBe(OK)).Text("role").ShouldBe("member");
        await Alice.UpdateGroup(Chat, new { name = "Alice's" }).ShouldBe(Forbidden);
    }

    [Theory]
    [InlineData("change_role")]
    [InlineData("change-role/")]
    [InlineData("change-role")]
    public async Task Every_spelling_is_served(string spelling) =>
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/{spelling}", new { member_id = Bob.Id, role = "admin" }).ShouldBe(OK);

    [Fact]
    public async Task What_a_member_is_already_shows_nobody_anything()
    {
        var change = await LastChange();

        (await Alice.ChangeMemberRole(Chat, Bob, "member").ShouldBe(OK)).Text("role").ShouldBe("member");
        (await Alice.ChangeMemberRole(Chat, Alice, "admin").ShouldBe(OK)).Text("role").ShouldBe("admin");

        (await LastChange()).ShouldBe(change);
    }

    [Theory]
    [InlineData("ADMIN")]
    [InlineData("owner")]
    [InlineData("")]
    [InlineData(null)]
    public async Task There_are_two_roles(string? role) =>
        await Alice.ChangeMemberRole(Chat, Bob, role).ShouldBeInvalid("role");

    [Fact]
    public async Task Only_admins_of_it_may()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        await Bob.ChangeMemberRole(Chat, Bob, "admin").ShouldBeProblem(Forbidden, "Only admins can change roles");
        await Bob.ChangeMemberRole(Chat, dave, "admin").ShouldBeProblem(Forbidden, "Only admins can change roles");
        await dave.ChangeMemberRole(Chat, dave, "admin").ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await mallory.ChangeMemberRole(Chat, Bob, "admin").ShouldBeProblem(NotFound, "Group chat not found");
        (await Rows()).Roles.ShouldBe($"{Alice.Id} admin, {Bob.Id} member, {Carol.Id} member");
    }

    [Fact]
    public async Task Who_is_not_in_it_has_no_role()
    {
        using var dave = await Outsider();
        await Bob.Leave(Chat).ShouldBe(OK);

        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBeProblem(NotFound, "User is not a member of this group chat");
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBeProblem(NotFound, "User is not a member of this group chat");
        await Alice.Post($"{GroupVerbs.GroupsPath}{Chat}/change_role/", new { role = "admin" }).ShouldBeInvalid("member_id");
    }

    [Fact]
    public async Task The_last_admin_stays_admin()
    {
        await Alice.ChangeMemberRole(Chat, Alice, "member").ShouldBeProblem(BadRequest, "A group chat needs at least one admin");
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);
        await Alice.ChangeMemberRole(Chat, Alice, "member").ShouldBe(OK);
        (await Rows()).Roles.ShouldBe($"{Alice.Id} member, {Bob.Id} admin, {Carol.Id} member");
    }

    [Fact]
    public async Task However_two_admins_step_down_at_once_one_admin_is_left()
    {
        for (var round = 0; round < 10; round++)
        {
            var (admin, other) = (await Rows()).Roles.Contains($"{Alice.Id} admin") ? (Alice, Bob) : (Bob, Alice);
            await admin.ChangeMemberRole(Chat, other, "admin").ShouldBe(OK);

            await Task.WhenAll(Alice.ChangeMemberRole(Chat, Alice, "member"), Bob.ChangeMemberRole(Chat, Bob, "member"));

            (await Rows()).Roles.Split(", ").Count(member => member.EndsWith("admin")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task However_one_admin_leaves_and_the_other_is_demoted_at_once_an_admin_is_left()
    {
        for (var round = 0; round < 10; round++)
        {
            var chat = await Alice.CreateGroup(Bob, Carol);
            await Alice.ChangeMemberRole(chat, Bob, "admin").ShouldBe(OK);

            await Task.WhenAll(Alice.Leave(chat), Bob.ChangeMemberRole(chat, Bob, "member"));

            (await Carol.Members(chat)).Count(member => member.Role == "admin").ShouldBe(1);
        }
    }
}
