using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Nodes;

/// <summary>Who is in a group chat, what they are in it, and what it is called, is shown on both nodes.</summary>
public abstract class GroupChatTests<TNodes>(TNodes nodes) : OnTwoNodes<TNodes>(nodes)
    where TNodes : TwoNodes
{
    private long _chat;
    private Person _carol = null!;
    private ChatSocket _ofBob = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _carol = Close(await Second.Register("carol"));
        _chat = await Alice.CreateGroup(Bob, _carol);
        _ofBob = await ListenToGroup(Second, Bob, _chat);
    }

    [Fact]
    public async Task A_member_who_is_added_is_shown_on_the_other_node()
    {
        var dave = Close(await First.Register("dave"));

        await Alice.Add(_chat, dave).ShouldBe(OK);

        (await Shows(_ofBob, "member_added")).GetProperty("members")[0].Number("id").ShouldBe(dave.Id);
    }

    [Fact]
    public async Task A_member_who_is_removed_is_shown_on_the_other_node_and_closed_there()
    {
        var ofCarol = await ListenToGroup(Second, _carol, _chat);

        await Alice.Remove(_chat, _carol).ShouldBe(OK);

        (await Shows(_ofBob, "member_removed")).Number("user_id").ShouldBe(_carol.Id);
        await Closes(ofCarol, 4004);
    }

    [Fact]
    public async Task What_is_said_after_a_removal_is_not_shown_to_the_removed_on_the_other_node()
    {
        var ofCarol = await ListenToGroup(Second, _carol, _chat);
        await Alice.Remove(_chat, _carol).ShouldBe(OK);

        await Alice.SayInGroup(_chat, "not for her");

        var frames = await InTime(ofCarol.UntilClosed());
        frames.ShouldAllBe(frame => frame.Text("type") == "member_removed");
        ofCarol.CloseCode.ShouldBe(4004);
    }

    [Fact]
    public async Task A_changed_role_is_shown_on_the_other_node()
    {
        await Alice.ChangeMemberRole(_chat, Bob, "admin").ShouldBe(OK);

        (await Shows(_ofBob, "role_changed")).GetProperty("member").Text("role").ShouldBe("admin");
    }

    [Fact]
    public async Task A_new_name_is_shown_on_the_other_node()
    {
        await Alice.UpdateGroup(_chat, new { name = "Another Team" }).ShouldBe(OK);

        (await Shows(_ofBob, "chat_updated")).GetProperty("group_chat").Text("name").ShouldBe("Another Team");
    }

    [Fact]
    public async Task The_end_of_the_group_chat_is_shown_on_the_other_node_and_closes_its_sockets()
    {
        await Alice.DeleteGroup(_chat).ShouldBe(NoContent);

        await Shows(_ofBob, "chat_deleted");
        await Closes(_ofBob, 4004);
    }
}

public sealed class GroupChatWithRedisTests(WithRedis nodes) : GroupChatTests<WithRedis>(nodes);

public sealed class GroupChatWithoutRedisTests(WithoutRedis nodes) : GroupChatTests<WithoutRedis>(nodes);
