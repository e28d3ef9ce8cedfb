using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class UpdateGroupChatTests(App app) : InGroup(app)
{
    [Fact]
    public async Task What_the_request_has_is_changed_with_PUT_and_with_PATCH_and_answered_in_detail()
    {
        var before = await Alice.Group(Chat);

        var answer = await Alice.UpdateGroup(Chat, new { name = "New", avatar = (string?)null, id = 5 }).ShouldBe(OK);
        await Alice.Patch($"{GroupVerbs.GroupsPath}{Chat}/", new { description = "About" }).ShouldBe(OK);
        var after = await Alice.Group(Chat);

        answer.Text("name").ShouldBe("New");
        answer.GetProperty("members").GetArrayLength().ShouldBe(3);
        answer.GetProperty("messages").GetArrayLength().ShouldBe(0);
        (after.Name, after.Description).ShouldBe(("New", "About"));
        after.UpdatedAt.ShouldBeGreaterThan(before.UpdatedAt);
        after.CreatedAt.ShouldBe(before.CreatedAt);
    }

    [Fact]
    public async Task Everybody_is_shown_what_is_the_same_for_all()
    {
        using var socket = await App.ListenToGroup(Bob, Chat);
        await socket.ShouldBeSilent();

        var answer = await Alice.UpdateGroup(Chat, new { name = "New" }).ShouldBe(OK);

        var frame = await socket.Next("chat_updated");
        frame.Number("chat_id").ShouldBe(Chat);
        frame.Text("cursor").ShouldNotBeNull();
        var shown = frame.GetProperty("group_chat");
        shown.Members().ShouldBe(
            ["id", "organization_id", "name", "description", "avatar", "created_by", "member_count", "created_at", "updated_at"]);

        foreach (var member in shown.EnumerateObject())
        {
            member.Value.ToString().ShouldBe(answer.GetProperty(member.Name).ToString(), member.Name);
        }
    }

    [Fact]
    public async Task Nothing_new_changes_nothing_and_shows_nobody_anything()
    {
        await Alice.UpdateGroup(Chat, new { name = "New", description = "About" }).ShouldBe(OK);
        var (before, change) = (await Alice.Group(Chat), await LastChange());
        using var socket = await App.ListenToGroup(Bob, Chat);

        await Alice.UpdateGroup(Chat, new { }).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "New", description = "About" }).ShouldBe(OK);

        await socket.ShouldBeSilent();
        (await Alice.Group(Chat)).UpdatedAt.ShouldBe(before.UpdatedAt);
        (await LastChange()).ShouldBe(change);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \n")]
    public async Task A_description_can_be_emptied(string? nothing)
    {
        await Alice.UpdateGroup(Chat, new { description = "About" }).ShouldBe(OK);

        (await Alice.UpdateGroup(Chat, new { description = nothing }).ShouldBe(OK)).Text("description").ShouldBe("");
    }

    [Fact]
    public async Task Names_and_descriptions_keep_to_their_rules()
    {
        await Alice.UpdateGroup(Chat, new { name = (string?)null }).ShouldBeInvalid("name");
        await Alice.UpdateGroup(Chat, new { name = " " }).ShouldBeInvalid("name");
        await Alice.UpdateGroup(Chat, new { name = new string('x', 101), description = new string('x', 1001) })
            .ShouldBeInvalid("name", "description");
        await Alice.UpdateGroup(Chat, new { name = 5 }).ShouldBeInvalid("name");
        (await Alice.Group(Chat)).Name.ShouldBe("Project Team");
    }

    [Fact]
    public async Task Only_admins_of_it_may()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();
        var body = new { name = "New" };

        await Bob.UpdateGroup(Chat, body).ShouldBeProblem(Forbidden, "Only admins can update a group chat");
        await Bob.UpdateGroup(Chat, new { }).ShouldBeProblem(Forbidden, "Only admins can update a group chat");
        await dave.UpdateGroup(Chat, body).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await mallory.UpdateGroup(Chat, body).ShouldBeProblem(NotFound, "Group chat not found");
        (await Alice.Group(Chat)).Name.ShouldBe("Project Team");
    }
}
