using Connectify.Features.Conversations;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

public sealed class StartConversationTests(App app) : IClassFixture<App>
{
    private const string NoParticipant = "The participant doesn't belong to this organization";

    [Fact]
    public async Task It_begins_with_the_initial_message()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var body = await alice.AskForConversation(bob, "Hello, let's chat!").ShouldBe(Created);

        body.Members().ShouldBe([
            "id", "organization_id", "participants", "last_message", "unread_count", "created_at", "updated_at", "messages"]);
        body.Number("organization_id").ShouldBe(People.Demo);
        body.Number("unread_count").ShouldBe(0);
        body.Text("created_at")!.ShouldEndWith("Z");
        body.Text("updated_at").ShouldBe(body.Text("created_at"));
        var participants = body.GetProperty("participants").EnumerateArray().ToList();
        participants.Select(user => user.Number("id")).ShouldBe([alice.Id, bob.Id], ignoreOrder: true);
        participants[0].Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image"]);
        var message = body.GetProperty("messages").EnumerateArray().Single();
        message.Text("content").ShouldBe("Hello, let's chat!");
        message.Number("position").ShouldBe(1);
        message.Number("sender_id").ShouldBe(alice.Id);
        message.ToString().ShouldBe(body.GetProperty("last_message").ToString());
        (await bob.Unread(body.Number("id"))).ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u2003")]
    public async Task Without_an_initial_message_it_begins_empty(string? nothing)
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var body = await alice.AskForConversation(bob, nothing).ShouldBe(Created);

        body.GetProperty("last_message").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        body.GetProperty("messages").GetArrayLength().ShouldBe(0);
        (await bob.Unread(body.Number("id"))).ShouldBe(0);
    }

    [Fact]
    public async Task The_first_message_counts_like_any_other()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob, "first");

        await bob.Say(chat, "second");
        await alice.Say(chat, "third");

        (await alice.Messages(chat)).Select(message => (message.Position, message.Content))
            .ShouldBe([(3, "third"), (2, "second"), (1, "first")]);
        (await alice.Unread(chat)).ShouldBe(1);
        (await bob.Unread(chat)).ShouldBe(2);
    }

    [Theory]
    [InlineData("/api/messaging/conversations")]
    [InlineData("/api/messaging/conversations/create")]
    [InlineData("/api/messaging/conversations/create/")]
    public async Task Every_spelling_is_served(string path)
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        await alice.Post(path, new { participant_id = bob.Id, organization_id = People.Demo }).ShouldBe(Created);
    }

    [Fact]
    public async Task Who_does_not_belong_to_the_organization_is_refused_before_all_else()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var elsewhere = await app.Organization((bob, "USER"));

        await alice.AskForConversation(bob, organization: elsewhere).ShouldBeProblem(Forbidden, "You don't belong to this organization");
        await alice.AskForConversation(alice, organization: elsewhere).ShouldBeProblem(Forbidden, "You don't belong to this organization");
        await alice.AskForConversation(bob, organization: 4711).ShouldBeProblem(Forbidden, "You don't belong to this organization");
        await alice.AskForConversation(bob, organization: -1).ShouldBeProblem(Forbidden, "You don't belong to this organization");
    }

    [Fact]
    public async Task Who_was_deactivated_in_the_organization_does_not_belong_to_it()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        await app.Deactivate(alice, organization);

        await alice.AskForConversation(bob, organization: organization).ShouldBeProblem(Forbidden, "You don't belong to this organization");
    }

    [Fact]
    public async Task The_other_has_to_be_an_active_member_of_the_organization()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");
        var organization = await app.Organization((alice, "USER"), (carol, "USER"));
        await app.Deactivate(carol, organization);

        await alice.AskForConversation(bob, organization: organization).ShouldBeProblem(BadRequest, NoParticipant);
        await alice.AskForConversation(carol, organization: organization).ShouldBeProblem(BadRequest, NoParticipant);
        await alice.Post(ChatVerbs.ConversationsPath, new { participant_id = 999_999, organization_id = People.Demo })
            .ShouldBeProblem(BadRequest, NoParticipant);
    }

    [Fact]
    public async Task Nobody_talks_to_themselves()
    {
        using var alice = await app.Register("alice");

        await alice.AskForConversation(alice).ShouldBeProblem(BadRequest, "You can't start a conversation with yourself");
    }

    [Fact]
    public async Task There_is_one_for_a_pair_whoever_asks()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob);

        var again = await alice.AskForConversation(bob, "again").ShouldBeProblem(BadRequest, "Conversation already exists");
        var other = await bob.AskForConversation(alice, "too").ShouldBeProblem(BadRequest, "Conversation already exists");

        again.Number("conversation_id").ShouldBe(chat);
        other.Number("conversation_id").ShouldBe(chat);
        (await alice.Messages(chat)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_pair_may_talk_in_each_of_their_organizations()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));

        var first = await alice.StartConversation(with: bob);
        var second = await bob.StartConversation(with: alice, organization: organization);

        second.ShouldNotBe(first);
        (await alice.Conversation(second)).OrganizationId.ShouldBe(organization);
    }

    [Fact]
    public async Task Both_ids_are_needed_and_numbers()
    {
        using var alice = await app.Register("alice");

        await alice.Post(ChatVerbs.ConversationsPath, new { }).ShouldBeInvalid("participant_id", "organization_id");
        await alice.Post(ChatVerbs.ConversationsPath, new { participant_id = "2", organization_id = 1 }).ShouldBeInvalid("participant_id");
        await alice.Post(ChatVerbs.ConversationsPath, new { participant_id = 2, organization_id = 1.5 }).ShouldBeInvalid("organization_id");
        await alice.Post(ChatVerbs.ConversationsPath, new { participant_id = 2, organization_id = 1, initial_message = new[] { "x" } })
            .ShouldBeInvalid("initial_message");
    }

    [Fact]
    public async Task The_initial_message_is_as_long_as_any_other()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var longest = string.Concat(Enumerable.Repeat("😀", 10_000));

        await alice.AskForConversation(bob, longest + "!").ShouldBeInvalid("initial_message");
        (await alice.AskForConversation(bob, longest).ShouldBe(Created))
            .GetProperty("last_message").Text("content").ShouldBe(longest);
    }

    [Fact]
    public async Task Nobody_starts_one_without_signing_in() =>
        await app.Post(ChatVerbs.ConversationsPath, new { participant_id = 2, organization_id = 1 }).ShouldBeUnauthorized();

    [Fact]
    public async Task The_same_key_answers_the_first_conversation_as_it_is_now()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var first = await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(Created);
        var chat = first.Number("id");

        (await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        await bob.Say(chat, "hi");
        (await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(OK)).Number("id").ShouldBe(chat);
        (await alice.Messages(chat)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");
        await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(Created);

        await alice.AskForConversation(bob, "hallo", key: "k").ShouldBe(Conflict);
        await alice.AskForConversation(carol, "hello", key: "k")
            .ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        (await carol.Conversations()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_request_uses_up_no_key()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        await alice.AskForConversation(alice, key: "k").ShouldBe(BadRequest);
        await alice.AskForConversation(bob, organization: 4711, key: "k").ShouldBe(Forbidden);
        await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task A_key_belongs_to_its_user()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");

        var first = await alice.AskForConversation(carol, key: "k").ShouldBe(Created);
        var second = await bob.AskForConversation(carol, key: "k").ShouldBe(Created);

        second.Number("id").ShouldNotBe(first.Number("id"));
    }

    [Fact]
    public async Task A_key_belongs_to_every_spelling_of_the_path()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var body = new { participant_id = bob.Id, organization_id = People.Demo };

        await alice.Post("/api/messaging/conversations", body, "k").ShouldBe(Created);
        await alice.Post("/api/messaging/conversations/create/", body, "k").ShouldBe(OK);
    }

    [Fact]
    public async Task Once_the_conversation_is_gone_its_key_answers_so()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = (await alice.AskForConversation(bob, key: "k").ShouldBe(Created)).Number("id");
        await alice.DeleteConversation(chat).ShouldBe(NoContent);

        await alice.AskForConversation(bob, key: "k").ShouldBeProblem(NotFound, "Conversation not found");
    }

    [Fact]
    public async Task Both_sides_twenty_times_at_once_make_one_conversation()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            n % 2 == 0 ? alice.AskForConversation(bob, $"from alice {n}") : bob.AskForConversation(alice, $"from bob {n}")));

        var chat = (await answers.Single(answer => answer.StatusCode == Created).ShouldBe(Created)).Number("id");

        foreach (var refused in answers.Where(answer => answer.StatusCode != Created))
        {
            (await refused.ShouldBeProblem(BadRequest, "Conversation already exists")).Number("conversation_id").ShouldBe(chat);
        }

        (await alice.Conversations()).Count.ShouldBe(1);
        (await bob.Messages(chat)).Count.ShouldBe(1);
        (await app.Value<long>("SELECT count(*) FROM chats WHERE created_by = ANY (@Ids)", new { Ids = new[] { alice.Id, bob.Id } })).ShouldBe(1);
    }

    [Fact]
    public async Task One_key_twenty_times_at_once_makes_one_conversation()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => alice.AskForConversation(bob, "hello", key: "k")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(19);
        var details = await Task.WhenAll(answers.Select(answer => answer.Read<ConversationDetail>()));
        details.Select(detail => (detail.Id, detail.Messages.Single().Id)).Distinct().Count().ShouldBe(1);
        (await app.Value<long>("SELECT count(*) FROM chats WHERE created_by = @Id", new { alice.Id })).ShouldBe(1);
    }
}
