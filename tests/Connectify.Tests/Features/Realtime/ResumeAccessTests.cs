using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>A cursor gives no access.</summary>
public sealed class ResumeAccessTests(App app) : InGroup(app)
{
    [Fact]
    public async Task Who_was_removed_is_closed_with_4004_and_shown_nothing()
    {
        var cursor = await App.Now(Chat);
        await Alice.SayInGroup(Chat, "secret");
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        using var socket = await App.ResumeInGroup(Bob, Chat, cursor);

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task Who_left_and_came_back_can_go_on()
    {
        var cursor = await App.Now(Chat);
        await Bob.Leave(Chat).ShouldBe(OK);
        await Alice.SayInGroup(Chat, "meanwhile");
        await Alice.Add(Chat, Bob).ShouldBe(OK);
        using var socket = await App.ResumeInGroup(Bob, Chat, cursor);

        (await socket.UntilResumed()).Types().ShouldBe(["message", "resumed"]);

        await Alice.SayInGroup(Chat, "and now");
        await socket.Next("message");
        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task Who_was_never_in_the_chat_is_closed_with_4004()
    {
        await Alice.SayInGroup(Chat, "secret");
        using var dave = await Outsider();
        using var socket = await App.ResumeInGroup(dave, Chat, "0-0");

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task Somebody_of_another_organization_is_closed_with_4004()
    {
        await Alice.SayInGroup(Chat, "secret");
        using var mallory = await Stranger();
        using var socket = await App.ResumeInGroup(mallory, Chat, "0-0");

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task Who_was_deactivated_in_the_organization_is_closed_with_4004()
    {
        await Alice.SayInGroup(Chat, "secret");
        await App.Organization((Bob, "USER"));
        await App.Deactivate(Bob, People.Demo);
        using var socket = await App.ResumeInGroup(Bob, Chat, "0-0");

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task A_chat_that_has_ended_closes_with_4004()
    {
        await Alice.SayInGroup(Chat, "secret");
        await Alice.DeleteGroup(Chat).ShouldBe(NoContent);
        using var socket = await App.ResumeInGroup(Bob, Chat, "0-0");

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task A_group_chat_is_not_resumed_as_a_conversation()
    {
        await Alice.SayInGroup(Chat, "secret");
        using var socket = await App.Resume(Bob, Chat, "0-0");

        await socket.ShouldBeClosedNext(4004);
    }

    [Fact]
    public async Task A_bad_token_closes_with_4003_whatever_the_cursor()
    {
        await Alice.SayInGroup(Chat, "secret");
        using var socket = await ChatSocket.Open(App, $"/ws/messaging/group-chats/{Chat}/?token=garbage&cursor=0-0");

        await socket.ShouldBeClosedNext(4003);
    }

    [Fact]
    public async Task An_ended_session_closes_with_4003_whatever_the_cursor()
    {
        await Alice.SayInGroup(Chat, "secret");
        await App.LogOut(Bob.RefreshToken).ShouldBe(NoContent);
        using var socket = await App.ResumeInGroup(Bob, Chat, "0-0");

        await socket.ShouldBeClosedNext(4003);
    }

    [Fact]
    public async Task Who_is_removed_while_resuming_sees_nothing_that_comes_after()
    {
        for (var count = 0; count < 20; count++)
        {
            var cursor = await App.Now(Chat);
            await Alice.SayInGroup(Chat, "before");
            var resuming = App.ResumeInGroup(Bob, Chat, cursor);
            var removing = Alice.Remove(Chat, Bob);
            await removing.ShouldBe(OK);
            await Alice.SayInGroup(Chat, "secret");
            using var socket = await resuming;

            var frames = await socket.UntilClosed();

            socket.CloseCode.ShouldBe(4004);
            frames.Messages().ShouldAllBe(message => !message.Contains("secret"));
            await Alice.Add(Chat, Bob).ShouldBe(OK);
        }
    }

    [Fact]
    public async Task Who_is_removed_between_the_check_and_what_was_missed_is_closed_with_4004()
    {
        await Alice.SayInGroup(Chat, "before");
        await using var held = await HeldChat.Table(App, "messages");
        var resuming = App.ResumeInGroup(Bob, Chat, "0-0");
        await held.Waiters();

        var removing = Alice.Remove(Chat, Bob);
        await held.Release();
        await removing.ShouldBe(OK);
        await Alice.SayInGroup(Chat, "secret");

        using var socket = await resuming;
        var frames = await socket.UntilClosed();
        socket.CloseCode.ShouldBe(4004);
        frames.Messages().ShouldAllBe(message => !message.Contains("secret"));
    }
}
