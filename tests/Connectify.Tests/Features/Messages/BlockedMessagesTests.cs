using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>Between two of whom one blocks the other nothing is written.</summary>
public sealed class BlockedMessagesTests(App app) : InConversation(app)
{
    private const string Blocked = "You have been blocked by this user";
    private const string Blocking = "You have blocked this user";

    [Fact]
    public async Task Neither_sends_and_each_is_told_whose_block_it_is()
    {
        await Bob.Block(Alice);

        await Alice.Send(Chat, "hello").ShouldBeProblem(Forbidden, Blocked);
        await Bob.Send(Chat, "hello").ShouldBeProblem(Forbidden, Blocking);
        (await Alice.Messages(Chat)).ShouldBeEmpty();
        (await Bob.Unread(Chat)).ShouldBe(0);
    }

    [Fact]
    public async Task Where_both_block_both_have_been_blocked()
    {
        await Bob.Block(Alice);
        await Alice.Block(Bob);

        await Alice.Send(Chat, "hello").ShouldBeProblem(Forbidden, Blocked);
        await Bob.Send(Chat, "hello").ShouldBeProblem(Forbidden, Blocked);
    }

    [Fact]
    public async Task Neither_edits_nor_reacts()
    {
        var ofAlice = await Alice.Say(Chat, "hello");
        var ofBob = await Bob.Say(Chat, "hi");
        await Bob.Block(Alice);

        await Alice.Edit(ofAlice, "hallo").ShouldBeProblem(Forbidden, Blocked);
        await Bob.Edit(ofBob, "hallo").ShouldBeProblem(Forbidden, Blocking);

        foreach (var message in new[] { ofAlice, ofBob })
        {
            await Alice.React(message, "👍").ShouldBeProblem(Forbidden, Blocked);
            await Bob.React(message, "👍").ShouldBeProblem(Forbidden, Blocking);
        }

        (await Alice.Messages(Chat)).ShouldAllBe(message => !message.IsEdited && message.Reactions.Count == 0);
        (await App.Value<long>("SELECT last_change FROM chats WHERE id = @Chat", new { Chat })).ShouldBe(2);
    }

    [Fact]
    public async Task Reading_deleting_and_taking_off_go_on()
    {
        var message = await Alice.Say(Chat, "hello");
        var other = await Bob.Say(Chat, "hi");
        await Alice.React(message, "👍").ShouldBe(Created);
        await Bob.Block(Alice);

        await Alice.Unreact(message).ShouldBe(NoContent);
        (await Bob.Show(message).ShouldBe(OK)).GetProperty("reactions").GetArrayLength().ShouldBe(0);
        await Alice.Delete(message).ShouldBe(NoContent);
        await Bob.Delete(other).ShouldBe(NoContent);
        await Alice.Read(Chat, upTo: other).ShouldBe(OK);
        (await Alice.Messages(Chat)).ShouldAllBe(tombstone => tombstone.IsDeleted);
        (await Alice.Conversations()).Single().Id.ShouldBe(Chat);
    }

    [Fact]
    public async Task What_is_read_counts_as_ever()
    {
        var message = await Alice.Say(Chat, "hello");
        await Bob.Block(Alice);

        await Bob.Read(Chat, upTo: message).ShouldBe(OK);

        (await Alice.Messages(Chat)).Single().ReadBy.ShouldBe([Bob.Id]);
        (await Bob.Unread(Chat)).ShouldBe(0);
    }

    [Fact]
    public async Task A_repeat_is_still_answered_with_the_first_message()
    {
        var first = await Alice.Send(Chat, "hello", key: "k").ShouldBe(Created);
        await Bob.Block(Alice);

        (await Alice.Send(Chat, "hello", key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        await Alice.Send(Chat, "other", key: "k").ShouldBe(Conflict);
        await Alice.Send(Chat, "hello", key: "new").ShouldBeProblem(Forbidden, Blocked);
    }

    [Fact]
    public async Task A_refused_message_uses_up_no_key()
    {
        var block = await Bob.Block(Alice);
        await Alice.Send(Chat, "hello", key: "k").ShouldBe(Forbidden);
        await Bob.Unblock(block).ShouldBe(NoContent);

        await Alice.Send(Chat, "hello", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task The_block_is_said_before_what_is_wrong_with_the_reply()
    {
        await Bob.Block(Alice);

        await Alice.Send(Chat, "hello", replyTo: 999_999_999).ShouldBeProblem(Forbidden, Blocked);
    }

    [Fact]
    public async Task It_is_said_after_who_may_see_and_edit_the_message()
    {
        using var carol = await Outsider();
        using var mallory = await Stranger();
        var message = await Alice.Say(Chat, "hello");
        var gone = await Alice.Say(Chat, "gone");
        await Alice.Delete(gone).ShouldBe(NoContent);
        await Bob.Block(Alice);

        await Bob.Edit(message, "hacked").ShouldBeProblem(Forbidden, "You can only edit your own messages");
        await Alice.Edit(gone, "back").ShouldBeProblem(NotFound, "Message not found");
        await Alice.React(gone, "👍").ShouldBeProblem(NotFound, "Message not found");
        await carol.Send(Chat, "hello").ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await carol.React(message, "👍").ShouldBeProblem(Forbidden, "You are not a participant in this conversation");
        await mallory.Send(Chat, "hello").ShouldBeProblem(NotFound, "Conversation not found");
    }

    [Fact]
    public async Task A_block_in_another_organization_or_of_another_is_no_matter()
    {
        using var carol = await Outsider();
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        await Bob.Block(Alice, organization);
        await Bob.Block(carol);
        await carol.Block(Alice);

        await Alice.Say(Chat, "hello");
        await Bob.Say(Chat, "hi");
    }

    [Fact]
    public async Task In_a_group_chat_the_two_go_on()
    {
        var group = await Alice.CreateGroup(Bob);
        var message = await Alice.SayInGroup(group, "hello");
        await Bob.Block(Alice);

        await Alice.SayInGroup(group, "and again");
        await Bob.SayInGroup(group, "hi");
        await Alice.Edit(message, "hallo").ShouldBe(OK);
        await Alice.React(message, "👍").ShouldBe(Created);
        await Bob.React(message, "👍").ShouldBe(Created);
    }
}
