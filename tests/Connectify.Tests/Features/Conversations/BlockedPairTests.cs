using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Conversations;

/// <summary>Between two of whom one blocks the other no conversation begins.</summary>
public sealed class BlockedPairTests(App app) : IClassFixture<App>
{
    private const string Blocked = "You have been blocked by this user";
    private const string Blocking = "You have blocked this user";

    [Fact]
    public async Task Neither_starts_one_and_each_is_told_whose_block_it_is()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await bob.Block(alice);

        await alice.AskForConversation(bob, "hello").ShouldBeProblem(BadRequest, Blocked);
        await bob.AskForConversation(alice, "hello").ShouldBeProblem(BadRequest, Blocking);
        (await bob.Conversations()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_both_block_both_have_been_blocked()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await bob.Block(alice);
        await alice.Block(bob);

        await alice.AskForConversation(bob).ShouldBeProblem(BadRequest, Blocked);
        await bob.AskForConversation(alice).ShouldBeProblem(BadRequest, Blocked);
    }

    [Fact]
    public async Task It_is_said_before_that_there_is_one()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await alice.StartConversation(with: bob);
        await bob.Block(alice);

        await alice.AskForConversation(bob).ShouldBeProblem(BadRequest, Blocked);
    }

    [Fact]
    public async Task It_is_said_after_all_else()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        await bob.Block(alice, organization);
        await app.Deactivate(bob, organization);

        await alice.AskForConversation(bob, organization: organization)
            .ShouldBeProblem(BadRequest, "The participant doesn't belong to this organization");
        await bob.AskForConversation(alice, organization: organization)
            .ShouldBeProblem(Forbidden, "You don't belong to this organization");
    }

    [Fact]
    public async Task In_another_organization_and_with_others_it_begins()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        using var carol = await app.Register("carol");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        await bob.Block(alice);

        await alice.StartConversation(with: bob, organization: organization);
        await alice.StartConversation(with: carol);
        await bob.StartConversation(with: carol);
    }

    [Fact]
    public async Task Once_the_block_has_ended_it_begins()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var block = await bob.Block(alice);
        await alice.AskForConversation(bob, key: "k").ShouldBe(BadRequest);
        await bob.Unblock(block).ShouldBe(NoContent);

        await alice.AskForConversation(bob, key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task The_key_of_one_that_began_before_still_answers_it()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var first = await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(Created);
        await bob.Block(alice);

        (await alice.AskForConversation(bob, "hello", key: "k").ShouldBe(OK)).Number("id").ShouldBe(first.Number("id"));
    }

    [Fact]
    public async Task The_one_that_there_is_stays_to_be_read_and_ended()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob, "hello");
        await bob.Block(alice);

        (await bob.Unread(chat)).ShouldBe(1);
        await alice.ShowConversation(chat).ShouldBe(OK);
        (await alice.Messages(chat)).Single().Content.ShouldBe("hello");
        await alice.DeleteConversation(chat).ShouldBe(NoContent);
    }
}
