using Connectify.Features.Conversations;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

public sealed class ListConversationsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task They_come_with_latest_activity_first()
    {
        using var alice = await app.Register("alice");
        var chats = await Start(alice, 3);

        (await alice.Conversations()).Select(chat => chat.Id).ShouldBe([chats[2], chats[1], chats[0]]);
        await alice.Say(chats[1], "hello");
        (await alice.Conversations()).Select(chat => chat.Id).ShouldBe([chats[1], chats[2], chats[0]]);
    }

    [Fact]
    public async Task Each_shows_its_last_message_and_how_much_is_unread()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob, "one");
        var last = await alice.Say(chat, "two");

        var list = await bob.ListConversations().ShouldBe(OK);

        list.GetArrayLength().ShouldBe(1);
        list[0].Members().ShouldBe([
            "id", "organization_id", "participants", "last_message", "unread_count", "created_at", "updated_at"]);
        list[0].Number("unread_count").ShouldBe(2);
        list[0].GetProperty("last_message").ToString().ShouldBe((await bob.Show(last).ShouldBe(OK)).ToString());
        list[0].Text("updated_at").ShouldBe(list[0].GetProperty("last_message").Text("created_at"));
        (await alice.Conversation(chat)).UnreadCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_last_message_that_was_deleted_is_shown_as_a_tombstone()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob, "one");
        await alice.Delete(await alice.Say(chat, "two")).ShouldBe(NoContent);

        var conversation = await bob.Conversation(chat);

        conversation.LastMessage!.Position.ShouldBe(2);
        conversation.LastMessage.IsDeleted.ShouldBeTrue();
        conversation.LastMessage.Content.ShouldBe("");
        conversation.UnreadCount.ShouldBe(1);
    }

    [Fact]
    public async Task Only_ones_own_are_listed()
    {
        using var alice = await app.Register("alice");
        using var carol = await app.Register("carol");
        await Start(alice, 1);

        (await carol.Conversations()).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_can_be_narrowed_to_an_organization()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        var first = await alice.StartConversation(with: bob);
        var second = await alice.StartConversation(with: bob, organization: organization);

        (await alice.Conversations()).Count.ShouldBe(2);
        (await alice.Conversations($"?organization_id={organization}")).Single().Id.ShouldBe(second);
        (await alice.Conversations($"?organization_id={People.Demo}")).Single().Id.ShouldBe(first);
        (await alice.Conversations("?organization_id=4711")).ShouldBeEmpty();
        (await alice.Conversations("?organization_id=99999999999999999999")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_of_an_organization_where_one_was_deactivated_are_not_listed()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        var first = await alice.StartConversation(with: bob);
        var second = await alice.StartConversation(with: bob, organization: organization);
        await app.Deactivate(bob, organization);

        (await bob.Conversations()).Single().Id.ShouldBe(first);
        (await bob.Conversations($"?organization_id={organization}")).ShouldBeEmpty();
        (await alice.Conversations()).Select(chat => chat.Id).ShouldBe([second, first]);
    }

    [Fact]
    public async Task A_cut_list_leads_on_through_all_of_them_exactly_once()
    {
        using var alice = await app.Register("alice");
        var chats = await Start(alice, 5);
        var seen = new List<long>();
        var next = (string?)$"{ChatVerbs.ConversationsPath}?limit=2&organization_id={People.Demo}";

        for (var round = 0; next is not null; round++)
        {
            round.ShouldBeLessThan(3);
            var response = await alice.Get(next);
            var page = await response.Read<List<Conversation>>();
            page.Count.ShouldBe(round == 2 ? 1 : 2);
            seen.AddRange(page.Select(chat => chat.Id));
            next = response.NextLink();
        }

        seen.ShouldBe(chats.Reverse());
    }

    [Fact]
    public async Task Equal_times_of_activity_do_not_hide_any()
    {
        using var alice = await app.Register("alice");
        var chats = await Start(alice, 3);
        await app.Run("UPDATE chats SET updated_at = '2026-01-01T00:00:00.123456Z' WHERE id = ANY (@chats)", new { chats });

        var first = await alice.ListConversations("?limit=1");
        var second = await alice.Get(first.NextLink()!);
        var third = await alice.Get(second.NextLink()!);

        (await Task.WhenAll(new[] { first, second, third }.Select(page => page.Read<List<Conversation>>())))
            .Select(page => page.Single().Id).ShouldBe(chats.Reverse());
        third.NextLink().ShouldBeNull();
    }

    [Fact]
    public async Task The_link_is_an_absolute_url()
    {
        using var alice = await app.Register("alice");
        await Start(alice, 2);

        new Uri((await alice.ListConversations("?limit=1")).NextLink()!).GetLeftPart(UriPartial.Path)
            .ShouldBe($"{app.BaseAddress.ToString().TrimEnd('/')}{ChatVerbs.ConversationsPath}");
    }

    [Fact]
    public async Task A_list_that_is_not_cut_leads_nowhere()
    {
        using var alice = await app.Register("alice");
        await Start(alice, 2);

        (await alice.ListConversations()).NextLink().ShouldBeNull();
        (await alice.ListConversations("?limit=2")).NextLink().ShouldBeNull();
        (await alice.ListConversations("?limit=99999999999999999999")).NextLink().ShouldBeNull();
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "-1")]
    [InlineData("limit", "x")]
    [InlineData("limit", "")]
    [InlineData("organization_id", "x")]
    [InlineData("organization_id", "0")]
    [InlineData("cursor", "")]
    [InlineData("cursor", "x")]
    [InlineData("cursor", "!!")]
    [InlineData("cursor", "LTEtMQ")]
    [InlineData("cursor", "OTk5OTk5OTk5OTk5OTk5OTk5OS0x")]
    [InlineData("cursor", "%00")]
    [InlineData("cursor", "é")]
    public async Task What_makes_no_sense_is_refused(string parameter, string value)
    {
        using var alice = await app.Register("alice");

        await alice.ListConversations($"?{parameter}={value}").ShouldBeInvalid(parameter);
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash()
    {
        using var alice = await app.Register("alice");

        await alice.Get("/api/messaging/conversations").ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_sees_any_without_signing_in() => await app.Get(ChatVerbs.ConversationsPath).ShouldBeUnauthorized();

    private async Task<long[]> Start(Person me, int count)
    {
        var chats = new List<long>();

        for (var n = 0; n < count; n++)
        {
            using var other = await app.Register("bob");
            chats.Add(await me.StartConversation(with: other));
        }

        return [.. chats];
    }
}
