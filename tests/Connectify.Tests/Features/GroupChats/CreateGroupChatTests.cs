using Connectify.Features.GroupChats;
using Connectify.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class CreateGroupChatTests(CreateGroupChatTests.Small app) : IClassFixture<CreateGroupChatTests.Small>
{
    private const string NotMine = "You don't belong to this organization";

    /// <summary>Time stands still, so that nobody is given a new message to send.</summary>
    public sealed class Small : App
    {
        protected override TimeProvider Clock { get; } = new FakeTimeProvider(DateTimeOffset.UtcNow);

        protected override IEnumerable<(string, string)> Settings => [("Limits:MessageBurst", "3"), ("Limits:MessagesPerSecond", "1")];
    }

    [Fact]
    public async Task It_begins_with_its_members_and_the_initial_message()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var body = await alice.Post(GroupVerbs.GroupsPath, new
        {
            name = "Project Team",
            description = "Group chat for our project team",
            organization_id = People.Demo,
            member_ids = new[] { bob.Id },
            initial_message = "Welcome!",
        }).ShouldBe(Created);

        body.Members().ShouldBe(
        [
            "id", "organization_id", "name", "description", "avatar", "created_by", "member_count", "created_at", "updated_at",
            "last_message", "unread_count", "messages", "members",
        ]);
        body.Text("name").ShouldBe("Project Team");
        body.Text("description").ShouldBe("Group chat for our project team");
        body.Text("avatar").ShouldBeNull();
        body.Number("organization_id").ShouldBe(People.Demo);
        body.Number("created_by").ShouldBe(alice.Id);
        body.Number("member_count").ShouldBe(2);
        body.Number("unread_count").ShouldBe(0);
        body.Text("updated_at").ShouldBe(body.Text("created_at"));
        var members = body.GetProperty("members").EnumerateArray().ToList();
        members[0].Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image", "role", "joined_at"]);
        members.Select(member => (member.Number("id"), member.Text("role"), member.Text("joined_at")))
            .ShouldBe([(alice.Id, "admin", body.Text("created_at")), (bob.Id, "member", body.Text("created_at"))]);
        var message = body.GetProperty("messages").EnumerateArray().Single();
        message.Text("content").ShouldBe("Welcome!");
        message.Number("group_chat_id").ShouldBe(body.Number("id"));
        message.GetProperty("conversation_id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        message.ToString().ShouldBe(body.GetProperty("last_message").ToString());
        (await bob.UnreadInGroup(body.Number("id"))).ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" \t\n\u2003")]
    public async Task Without_an_initial_message_it_begins_empty(string? nothing)
    {
        using var alice = await app.Register("alice");

        var body = await alice.AskForGroup([], nothing).ShouldBe(Created);

        body.GetProperty("messages").GetArrayLength().ShouldBe(0);
        body.GetProperty("last_message").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Only_a_name_and_an_organization_are_needed()
    {
        using var alice = await app.Register("alice");

        var body = await alice.Post(GroupVerbs.GroupsPath, new { name = "x", organization_id = 1 }).ShouldBe(Created);

        body.Text("description").ShouldBe("");
        body.Number("member_count").ShouldBe(1);
        await alice.Post(GroupVerbs.GroupsPath, new { }).ShouldBeInvalid("name", "organization_id");
    }

    [Fact]
    public async Task Duplicates_and_oneself_are_no_harm()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var chat = await alice.CreateGroup(bob, alice, bob);

        (await alice.Members(chat)).ShouldBe([(alice.Id, "admin"), (bob.Id, "member")]);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("name", " \u2003")]
    [InlineData("name", null)]
    [InlineData("name", 5)]
    [InlineData("description", 5)]
    [InlineData("organization_id", "1")]
    [InlineData("organization_id", null)]
    [InlineData("member_ids", 2)]
    [InlineData("member_ids", new[] { "2" })]
    [InlineData("member_ids", new object?[] { null })]
    public async Task What_makes_no_sense_is_refused(string member, object? value)
    {
        using var alice = await app.Register("alice");
        var body = new Dictionary<string, object?> { ["name"] = "x", ["organization_id"] = 1, [member] = value };

        var problem = await alice.Post(GroupVerbs.GroupsPath, body).ShouldBe(BadRequest);

        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldStartWith(member);
    }

    [Fact]
    public async Task Name_and_description_have_a_longest_length()
    {
        using var alice = await app.Register("alice");
        var (name, description) = (Repeat(100), Repeat(1000));

        var body = await alice.Post(GroupVerbs.GroupsPath, new { name, description, organization_id = 1 }).ShouldBe(Created);
        body.Text("name").ShouldBe(name);
        body.Text("description").ShouldBe(description);
        await alice.Post(GroupVerbs.GroupsPath, new { name = name + "x", description = description + "x", organization_id = 1 })
            .ShouldBeInvalid("name", "description");

        static string Repeat(int count) => string.Concat(Enumerable.Repeat("😀", count));
    }

    [Theory]
    [InlineData("/api/messaging/group-chats")]
    [InlineData("/api/messaging/group-chats/create")]
    [InlineData("/api/messaging/group-chats/create/")]
    public async Task Every_spelling_is_served(string path)
    {
        using var alice = await app.Register("alice");

        await alice.Post(path, new { name = "x", organization_id = People.Demo }).ShouldBe(Created);
    }

    [Fact]
    public async Task Who_does_not_belong_to_the_organization_is_refused_before_all_else()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var elsewhere = await app.Organization((bob, "USER"));
        var left = await app.Organization((alice, "USER"));
        await app.Deactivate(alice, left);

        await alice.AskForGroup([], organization: elsewhere).ShouldBeProblem(Forbidden, NotMine);
        await alice.AskForGroup([bob], organization: 4711).ShouldBeProblem(Forbidden, NotMine);
        await alice.AskForGroup([bob], organization: left).ShouldBeProblem(Forbidden, NotMine);
    }

    [Fact]
    public async Task The_first_who_is_no_active_member_of_the_organization_is_named_and_nothing_is_made()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");
        using var dave = await app.Register("dave");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"), (dave, "USER"));
        await app.Deactivate(dave, organization);
        await app.HaveBlocked(bob, alice, organization);

        await alice.AskForGroup([bob, dave, carol], organization: organization)
            .ShouldBeProblem(BadRequest, $"User with ID {dave.Id} doesn't belong to this organization");
        await alice.AskForGroup([carol, dave], organization: organization)
            .ShouldBeProblem(BadRequest, $"User with ID {carol.Id} doesn't belong to this organization");
        (await alice.Groups()).ShouldBeEmpty();
        (await bob.Groups()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_put_in_by_someone_whom_they_have_blocked()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");
        using var dave = await app.Register("dave");
        await app.HaveBlocked(bob, alice);
        await app.HaveBlocked(carol, alice);
        await app.HaveBlocked(alice, dave);

        await alice.AskForGroup([carol, dave, bob])
            .ShouldBeProblem(BadRequest, $"You are blocked by: {carol.Username}, {bob.Username}");
        (await dave.Groups()).ShouldBeEmpty();
        await alice.AskForGroup([dave]).ShouldBe(Created);
    }

    [Fact]
    public async Task A_block_in_another_organization_does_not_count()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await app.HaveBlocked(bob, alice, await app.Organization((alice, "USER"), (bob, "USER")));

        await alice.AskForGroup([bob]).ShouldBe(Created);
    }

    [Fact]
    public async Task A_thousand_members_are_made_at_once_and_one_more_is_too_many()
    {
        using var alice = await app.Register("alice");
        var crowd = await app.Crowd(1000);
        object Body(int count) => new
        {
            name = "All",
            organization_id = People.Demo,
            member_ids = crowd.Take(count).Append(alice.Id).Append(crowd[0]),
            initial_message = "Hello, all!",
        };

        await alice.Post(GroupVerbs.GroupsPath, Body(1000)).ShouldBeInvalid("member_ids");
        var group = await (await alice.Post(GroupVerbs.GroupsPath, Body(999))).Read<GroupChatDetail>();

        group.MemberCount.ShouldBe(1000);
        group.Members.Count.ShouldBe(1000);
        group.Members.Single(member => member.Role == "admin").Id.ShouldBe(alice.Id);
        await alice.AddIds(group.Id, [crowd[^1]]).ShouldBeInvalid("member_ids");
        await alice.AddIds(group.Id, [crowd[0]]).ShouldBe(OK);
    }

    [Fact]
    public async Task The_initial_message_is_a_message_like_any_other()
    {
        using var alice = await app.Register("alice");

        await alice.AskForGroup([], new string('x', 10_001)).ShouldBeInvalid("initial_message");

        for (var n = 0; n < 3; n++)
        {
            await alice.AskForGroup([], "hello").ShouldBe(Created);
        }

        (await alice.AskForGroup([], "hello")).StatusCode.ShouldBe(TooManyRequests);
        await alice.AskForGroup([]).ShouldBe(Created);
    }

    [Fact]
    public async Task The_same_key_answers_the_first_as_it_is_now()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var first = await alice.AskForGroup([bob], key: "k").ShouldBe(Created);

        (await alice.AskForGroup([bob], key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        await alice.AskForGroup([], key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        (await alice.Groups()).Count.ShouldBe(1);
        await alice.Leave(first.Number("id")).ShouldBe(OK);
        await alice.AskForGroup([bob], key: "k").ShouldBeProblem(Forbidden, "You are not a member of this group chat");
        await bob.DeleteGroup(first.Number("id")).ShouldBe(NoContent);
        await alice.AskForGroup([bob], key: "k").ShouldBeProblem(NotFound, "Group chat not found");
    }

    [Fact]
    public async Task A_refused_request_uses_up_no_key()
    {
        using var alice = await app.Register("alice");

        await alice.AskForGroup([], organization: 4711, key: "k").ShouldBe(Forbidden);
        await alice.AskForGroup([], key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task One_key_twenty_times_at_once_makes_one()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => alice.AskForGroup([bob], key: "k")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(19);
        (await bob.Groups()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_creates_one_without_signing_in() =>
        await app.Post(GroupVerbs.GroupsPath, new { name = "x", organization_id = 1 }).ShouldBeUnauthorized();
}
