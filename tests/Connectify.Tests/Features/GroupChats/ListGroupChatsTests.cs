using Connectify.Features.GroupChats;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class ListGroupChatsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task They_come_with_latest_activity_first()
    {
        using var alice = await app.Register("alice");
        var chats = new[] { await alice.CreateGroup(), await alice.CreateGroup(), await alice.CreateGroup() };

        (await alice.Groups()).Select(chat => chat.Id).ShouldBe([chats[2], chats[1], chats[0]]);
        await alice.SayInGroup(chats[1], "hello");
        await alice.UpdateGroup(chats[0], new { name = "new" }).ShouldBe(OK);
        (await alice.Groups()).Select(chat => chat.Id).ShouldBe([chats[0], chats[1], chats[2]]);
    }

    [Fact]
    public async Task Each_shows_its_last_message_and_how_much_is_unread()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = (await alice.AskForGroup([bob], "one").ShouldBe(Created)).Number("id");
        var last = await alice.SayInGroup(chat, "two");

        var list = await bob.ListGroups().ShouldBe(OK);

        list.GetArrayLength().ShouldBe(1);
        list[0].Members().ShouldBe(
        [
            "id", "organization_id", "name", "description", "avatar", "created_by", "member_count", "created_at", "updated_at",
            "last_message", "unread_count",
        ]);
        list[0].Number("unread_count").ShouldBe(2);
        list[0].Number("member_count").ShouldBe(2);
        list[0].GetProperty("last_message").ToString().ShouldBe((await bob.Show(last).ShouldBe(OK)).ToString());
        list[0].Text("updated_at").ShouldBe(list[0].GetProperty("last_message").Text("created_at"));
        (await alice.UnreadInGroup(chat)).ShouldBe(0);
    }

    [Fact]
    public async Task Conversations_and_groups_of_others_are_not_among_them()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await alice.StartConversation(with: bob);
        var chat = await alice.CreateGroup();

        (await alice.Groups()).Single().Id.ShouldBe(chat);
        (await bob.Groups()).ShouldBeEmpty();
        (await alice.Conversations()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task They_can_be_narrowed_to_an_organization()
    {
        using var alice = await app.Register("alice");
        var organization = await app.Organization((alice, "USER"));
        var first = await alice.CreateGroup();
        var second = (await alice.AskForGroup([], organization: organization).ShouldBe(Created)).Number("id");

        (await alice.Groups()).Count.ShouldBe(2);
        (await alice.Groups($"?organization_id={organization}")).Single().Id.ShouldBe(second);
        (await alice.Groups($"?organization_id={People.Demo}")).Single().Id.ShouldBe(first);
        await app.Deactivate(alice, organization);
        (await alice.Groups()).Single().Id.ShouldBe(first);
    }

    [Fact]
    public async Task A_cut_list_leads_on_through_all_of_them_exactly_once()
    {
        using var alice = await app.Register("alice");
        var chats = new List<long>();

        for (var n = 0; n < 5; n++)
        {
            chats.Insert(0, await alice.CreateGroup());
        }

        var seen = new List<long>();
        var next = (string?)$"{GroupVerbs.GroupsPath}?limit=2";

        while (next is not null)
        {
            seen.Count.ShouldBeLessThan(5);
            var response = await alice.Get(next);
            seen.AddRange((await response.Read<List<GroupChat>>()).Select(chat => chat.Id));
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        seen.ShouldBe(chats);
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("cursor", "x")]
    [InlineData("organization_id", "x")]
    public async Task What_makes_no_sense_is_refused(string parameter, string value)
    {
        using var alice = await app.Register("alice");

        await alice.ListGroups($"?{parameter}={value}").ShouldBeInvalid(parameter);
    }

    [Fact]
    public async Task Nobody_sees_any_without_signing_in() => await app.Get(GroupVerbs.GroupsPath).ShouldBeUnauthorized();
}
