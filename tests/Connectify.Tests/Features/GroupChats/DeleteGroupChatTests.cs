using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class DeleteGroupChatTests(App app) : InGroup(app)
{
    [Fact]
    public async Task It_ends_for_everybody()
    {
        var message = await Bob.SayInGroup(Chat, "hello");
        using var socket = await App.ListenToGroup(Bob, Chat);
        await socket.ShouldBeSilent();

        await Alice.DeleteGroup(Chat).ShouldBe(NoContent);

        (await socket.Next("chat_deleted")).Number("chat_id").ShouldBe(Chat);
        await socket.ShouldClose(4004);

        foreach (var person in new[] { Alice, Bob })
        {
            await person.ShowGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
            await person.SendToGroup(Chat, "hello?").ShouldBeProblem(NotFound, "Group chat not found");
            await person.DeleteGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
            await person.Leave(Chat).ShouldBeProblem(NotFound, "Group chat not found");
            await person.Show(message).ShouldBeProblem(NotFound, "Message not found");
            (await person.Groups()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Only_admins_of_it_may()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        await Bob.DeleteGroup(Chat).ShouldBeProblem(Forbidden, "Only admins can delete a group chat");
        await dave.DeleteGroup(Chat).ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await mallory.DeleteGroup(Chat).ShouldBeProblem(NotFound, "Group chat not found");
        await Alice.ShowGroup(Chat).ShouldBe(OK);
    }

    [Fact]
    public async Task Two_admins_at_once_end_it_once()
    {
        await Alice.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(OK);

        var answers = await Task.WhenAll(Alice.DeleteGroup(Chat), Bob.DeleteGroup(Chat));

        answers.Select(answer => answer.StatusCode).ShouldBe([NoContent, NotFound], ignoreOrder: true);
    }
}
