using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Blocks;

public sealed class UnblockUserTests(App app) : InConversation(app)
{
    private const string NoBlock = "Block not found";

    [Fact]
    public async Task The_block_is_gone_and_both_may_write_again()
    {
        var block = await Alice.Block(Bob);

        await Alice.Unblock(block).ShouldBe(NoContent);

        (await Alice.Blocks()).ShouldBeEmpty();
        await Alice.Send(Chat, "hello").ShouldBe(Created);
        await Bob.Send(Chat, "hello").ShouldBe(Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/delete")]
    [InlineData("/delete/")]
    public async Task Every_spelling_is_served(string spelling)
    {
        var block = await Alice.Block(Bob);

        await Alice.Delete($"{BlockVerbs.BlocksPath}{block}{spelling}").ShouldBe(NoContent);
    }

    [Fact]
    public async Task A_block_of_somebody_else_is_not_ones_own_to_end()
    {
        using var carol = await Outsider();
        var block = await Alice.Block(Bob);

        await Bob.Unblock(block).ShouldBeProblem(Forbidden, "You can only unblock users you have blocked");
        await carol.Unblock(block).ShouldBeProblem(Forbidden, "You can only unblock users you have blocked");
        (await Alice.Blocks()).ShouldBe([block]);
    }

    [Fact]
    public async Task Elsewhere_there_is_no_such_block()
    {
        using var mallory = await Stranger();
        var organization = await App.Organization((Alice, "USER"), (Bob, "USER"));
        var block = await Alice.Block(Bob, organization);
        await App.Deactivate(Alice, organization);
        await App.Deactivate(Bob, organization);

        await mallory.Unblock(block).ShouldBeProblem(NotFound, NoBlock);
        await Alice.Unblock(block).ShouldBeProblem(NotFound, NoBlock);
        await Bob.Unblock(block).ShouldBeProblem(NotFound, NoBlock);
        await Alice.Unblock(999_999_999).ShouldBeProblem(NotFound, NoBlock);
        (await App.Value<long>("SELECT count(*) FROM blocks WHERE id = @block", new { block })).ShouldBe(1);
    }

    [Fact]
    public async Task Ending_it_twice_finds_none_the_second_time()
    {
        var block = await Alice.Block(Bob);

        await Alice.Unblock(block).ShouldBe(NoContent);
        await Alice.Unblock(block).ShouldBeProblem(NotFound, NoBlock);
    }

    [Fact]
    public async Task The_block_of_the_other_stays()
    {
        var block = await Alice.Block(Bob);
        await Bob.Block(Alice);

        await Alice.Unblock(block).ShouldBe(NoContent);

        await Alice.Send(Chat, "hello").ShouldBeProblem(Forbidden, "You have been blocked by this user");
        await Bob.Send(Chat, "hello").ShouldBeProblem(Forbidden, "You have blocked this user");
    }

    [Fact]
    public async Task A_second_block_is_a_new_one()
    {
        var block = await Alice.Block(Bob);
        await Alice.Unblock(block).ShouldBe(NoContent);

        (await Alice.Block(Bob)).ShouldNotBe(block);
    }

    [Fact]
    public async Task Nobody_ends_one_without_signing_in()
    {
        using var client = App.CreateClient();

        await client.DeleteAsync($"{BlockVerbs.BlocksPath}1/", TestContext.Current.CancellationToken).ShouldBeUnauthorized();
    }
}
