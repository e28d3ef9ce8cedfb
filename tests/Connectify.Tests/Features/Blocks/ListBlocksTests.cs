using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Blocks;

public sealed class ListBlocksTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task They_come_with_the_newest_first()
    {
        using var alice = await app.Register("alice");
        var blocks = await Block(alice, 3);

        (await alice.Blocks()).ShouldBe(blocks.Reverse());
    }

    [Fact]
    public async Task Only_ones_own_are_listed()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await alice.Block(bob);

        (await bob.Blocks()).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_can_be_narrowed_to_an_organization()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        var first = await alice.Block(bob);
        var second = await alice.Block(bob, organization);

        (await alice.Blocks()).ShouldBe([second, first]);
        (await alice.Blocks($"?organization_id={organization}")).ShouldBe([second]);
        (await alice.Blocks($"?organization_id={People.Demo}")).ShouldBe([first]);
        (await alice.Blocks("?organization_id=4711")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_of_an_organization_where_one_was_deactivated_are_not_listed()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        var first = await alice.Block(bob);
        await alice.Block(bob, organization);
        await app.Deactivate(alice, organization);

        (await alice.Blocks()).ShouldBe([first]);
    }

    [Fact]
    public async Task Who_is_blocked_stays_listed_after_being_deactivated()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var organization = await app.Organization((alice, "USER"), (bob, "USER"));
        var block = await alice.Block(bob, organization);
        await app.Deactivate(bob, organization);

        (await alice.Blocks()).ShouldBe([block]);
    }

    [Fact]
    public async Task A_cut_list_leads_on_through_all_of_them_exactly_once()
    {
        using var alice = await app.Register("alice");
        var blocks = await Block(alice, 5);
        await app.Run("UPDATE blocks SET created_at = '2026-01-01T00:00:00.123456Z' WHERE id = ANY (@ids)", new { ids = blocks[1..4] });
        var expected = await alice.Blocks();
        var seen = new List<long>();
        var next = (string?)$"{BlockVerbs.BlocksPath}?limit=2&organization_id={People.Demo}";

        while (next is not null)
        {
            var response = await alice.Get(next);
            var page = await response.ShouldBe(OK);
            page.GetArrayLength().ShouldBeInRange(1, 2);
            seen.AddRange(page.EnumerateArray().Select(block => block.Number("id")));
            next = response.NextLink();
        }

        expected.Length.ShouldBe(5);
        seen.ShouldBe(expected);
        (await alice.ListBlocks("?limit=5")).NextLink().ShouldBeNull();
        (await alice.ListBlocks()).NextLink().ShouldBeNull();
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "x")]
    [InlineData("organization_id", "-1")]
    [InlineData("cursor", "x")]
    [InlineData("cursor", "")]
    public async Task What_makes_no_sense_is_refused(string parameter, string value)
    {
        using var alice = await app.Register("alice");

        await alice.ListBlocks($"?{parameter}={value}").ShouldBeInvalid(parameter);
    }

    [Fact]
    public async Task The_path_is_served_without_its_last_slash()
    {
        using var alice = await app.Register("alice");

        (await alice.Get("/api/messaging/blocks").ShouldBe(OK)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_sees_any_without_signing_in() => await app.Get(BlockVerbs.BlocksPath).ShouldBeUnauthorized();

    private async Task<long[]> Block(Person me, int count)
    {
        var blocks = new List<long>();

        for (var n = 0; n < count; n++)
        {
            using var other = await app.Register("bob");
            blocks.Add(await me.Block(other));
        }

        return [.. blocks];
    }
}
