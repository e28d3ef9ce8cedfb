using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Blocks;

public sealed class BlockUserTests(App app) : InConversation(app)
{
    private const string NotInOrganization = "You don't belong to this organization";
    private const string NoSuchUser = "The user to block doesn't belong to this organization";

    [Fact]
    public async Task The_answer_is_the_block()
    {
        var block = await Alice.AskForBlock(Bob).ShouldBe(Created);

        block.Members().ShouldBe(["id", "organization_id", "blocked_id", "blocked", "created_at"]);
        block.Number("organization_id").ShouldBe(People.Demo);
        block.Number("blocked_id").ShouldBe(Bob.Id);
        block.GetProperty("blocked").Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image"]);
        block.GetProperty("blocked").Text("username").ShouldBe(Bob.Username);
        block.Text("created_at")!.ShouldEndWith("Z");
        (await Alice.ListBlocks().ShouldBe(OK))[0].ToString().ShouldBe(block.ToString());
    }

    [Theory]
    [InlineData("/api/messaging/blocks")]
    [InlineData("/api/messaging/blocks/create")]
    [InlineData("/api/messaging/blocks/create/")]
    public async Task Every_spelling_is_served(string path) =>
        await Alice.Post(path, new { blocked_id = Bob.Id, organization_id = People.Demo }).ShouldBe(Created);

    [Fact]
    public async Task Blocking_twice_answers_the_first_block()
    {
        var first = await Alice.AskForBlock(Bob).ShouldBe(Created);

        (await Alice.AskForBlock(Bob).ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        (await Alice.Blocks()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Twenty_times_at_once_makes_one_block()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Alice.AskForBlock(Bob)));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(19);
        (await Task.WhenAll(answers.Select(async answer => (await answer.ShouldBe(answer.StatusCode)).Number("id"))))
            .Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Each_of_two_may_block_the_other()
    {
        var ofAlice = await Alice.Block(Bob);
        var ofBob = await Bob.Block(Alice);

        ofBob.ShouldNotBe(ofAlice);
        (await Alice.Blocks()).ShouldBe([ofAlice]);
        (await Bob.Blocks()).ShouldBe([ofBob]);
    }

    [Fact]
    public async Task Who_does_not_belong_to_the_organization_is_refused()
    {
        var elsewhere = await App.Organization((Bob, "USER"));
        var left = await App.Organization((Alice, "USER"), (Bob, "USER"));
        await App.Deactivate(Alice, left);

        await Alice.AskForBlock(Bob, elsewhere).ShouldBeProblem(Forbidden, NotInOrganization);
        await Alice.AskForBlock(Bob, left).ShouldBeProblem(Forbidden, NotInOrganization);
        await Alice.AskForBlock(Bob, 4711).ShouldBeProblem(Forbidden, NotInOrganization);
        await Alice.AskForBlock(Alice, elsewhere).ShouldBeProblem(Forbidden, NotInOrganization);
    }

    [Fact]
    public async Task Who_is_blocked_has_to_be_an_active_member_of_the_organization()
    {
        using var mallory = await Stranger();
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        await App.Deactivate(Bob, organization);

        await Alice.AskForBlock(mallory).ShouldBeProblem(BadRequest, NoSuchUser);
        await Alice.AskForBlock(Bob, organization).ShouldBeProblem(BadRequest, NoSuchUser);
        await Alice.Post(BlockVerbs.BlocksPath, new { blocked_id = 999_999_999, organization_id = People.Demo })
            .ShouldBeProblem(BadRequest, NoSuchUser);
    }

    [Fact]
    public async Task Nobody_blocks_themselves() =>
        await Alice.AskForBlock(Alice).ShouldBeProblem(BadRequest, "You can't block yourself");

    [Fact]
    public async Task Both_ids_are_needed_and_numbers()
    {
        await Alice.Post(BlockVerbs.BlocksPath, new { }).ShouldBeInvalid("blocked_id", "organization_id");
        await Alice.Post(BlockVerbs.BlocksPath, new { blocked_id = "2", organization_id = 1 }).ShouldBeInvalid("blocked_id");
        await Alice.Post(BlockVerbs.BlocksPath, new { blocked_id = 2, organization_id = 1.5 }).ShouldBeInvalid("organization_id");
    }

    [Fact]
    public async Task The_same_key_answers_the_first_block()
    {
        var first = await Alice.AskForBlock(Bob, key: "k").ShouldBe(Created);

        (await Alice.AskForBlock(Bob, key: "k").ShouldBe(OK)).ToString().ShouldBe(first.ToString());
        (await Alice.Post($"{BlockVerbs.BlocksPath}create/", new { blocked_id = Bob.Id, organization_id = People.Demo }, "k")
            .ShouldBe(OK)).ToString().ShouldBe(first.ToString());
    }

    [Fact]
    public async Task A_block_that_has_ended_is_not_made_again_by_its_key()
    {
        var block = (await Alice.AskForBlock(Bob, key: "k").ShouldBe(Created)).Number("id");
        await Alice.AskForBlock(Bob, key: "second").ShouldBe(OK);
        await Alice.Unblock(block).ShouldBe(NoContent);

        await Alice.AskForBlock(Bob, key: "k").ShouldBeProblem(NotFound, "Block not found");
        await Alice.AskForBlock(Bob, key: "second").ShouldBeProblem(NotFound, "Block not found");
        (await Alice.Blocks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict()
    {
        using var carol = await Outsider();
        await Alice.AskForBlock(Bob, key: "k").ShouldBe(Created);

        await Alice.AskForBlock(carol, key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        (await Alice.Blocks()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_request_uses_up_no_key()
    {
        await Alice.AskForBlock(Alice, key: "k").ShouldBe(BadRequest);
        await Alice.AskForBlock(Bob, 4711, key: "k").ShouldBe(Forbidden);

        await Alice.AskForBlock(Bob, key: "k").ShouldBe(Created);
    }

    [Fact]
    public async Task One_key_in_two_organizations_at_once_makes_one_block()
    {
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n =>
            Alice.AskForBlock(Bob, n % 2 == 0 ? People.Demo : organization, key: "k")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(4);
        answers.Count(answer => answer.StatusCode == Conflict).ShouldBe(5);
    }

    [Fact]
    public async Task Nobody_blocks_without_signing_in() =>
        await App.Post(BlockVerbs.BlocksPath, new { blocked_id = 2, organization_id = 1 }).ShouldBeUnauthorized();
}
