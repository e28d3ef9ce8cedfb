using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class ShowGroupChatTests(App app) : InGroup(app)
{
    [Fact]
    public async Task It_is_shown_with_its_newest_twenty_messages_and_all_members()
    {
        for (var n = 1; n <= 22; n++)
        {
            await Bob.SayInGroup(Chat, $"message {n}");
        }

        var group = await Alice.Group(Chat);

        group.Messages.Select(message => message.Content).ShouldBe(Enumerable.Range(3, 20).Reverse().Select(n => $"message {n}"));
        group.LastMessage!.Position.ShouldBe(22);
        group.UnreadCount.ShouldBe(22);
        group.MemberCount.ShouldBe(3);
        group.Members.Select(member => (member.Username, member.Role))
            .ShouldBe([(Alice.Username, "admin"), (Bob.Username, "member"), (Carol.Username, "member")]);
    }

    [Fact]
    public async Task Members_who_were_deactivated_in_the_organization_stay_members_and_are_strangers_themselves()
    {
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        var chat = (await Alice.AskForGroup([Bob], organization: organization).ShouldBe(Created)).Number("id");
        await App.Deactivate(Bob, organization);

        (await Alice.Group(chat)).Members.Count.ShouldBe(2);
        await Bob.ShowGroup(chat).ShouldBeProblem(NotFound, "Group chat not found");
        await Bob.Leave(chat).ShouldBeProblem(NotFound, "Group chat not found");
    }

    [Fact]
    public async Task Who_is_not_in_it_is_refused_and_for_strangers_it_does_not_exist()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        await dave.ShowGroup(Chat).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        var real = await mallory.ShowGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
        (await mallory.ShowGroup(4711).ShouldBe(NotFound)).ToString().ShouldBe(real.ToString());
    }

    [Fact]
    public async Task Each_url_serves_its_own_kind_only()
    {
        var conversation = await Alice.StartConversation(with: Bob);

        await Alice.ShowGroup(conversation).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.ShowConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.Send(Chat, "hello").ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.SendToGroup(conversation, "hello").ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.ListMessages(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.ListGroupMessages(conversation).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.DeleteConversation(Chat).ShouldBeProblem(NotFound, "Conversation not found");
        await Alice.DeleteGroup(conversation).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.Add(conversation, Carol).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.Leave(conversation).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.ChangeMemberRole(conversation, Bob, "admin").ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.UpdateGroup(conversation, new { name = "x" }).ShouldBeProblem(NotFound, "Group chat not found");
    }

    [Fact]
    public async Task Nobody_sees_it_without_signing_in() => await App.Get($"{GroupVerbs.GroupsPath}{Chat}/").ShouldBeUnauthorized();
}
