using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ListUsersTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Members_see_the_active_ones_newest_first()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        using var gone = await app.Register("gone");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "STAFF"), (gone, "USER"), (erin, "USER"));
        await admin.Deactivate(gone).ShouldBe(OK);

        var page = await dave.ListUsers(organization).ShouldBe(OK);

        page.Members().ShouldBe(["count", "next", "previous", "results"]);
        page.Number("count").ShouldBe(3);
        Names(page).ShouldBe([erin.Username, dave.Username, admin.Username]);
        var user = page.GetProperty("results")[1];
        user.Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image", "role"]);
        user.Number("id").ShouldBe(dave.Id);
        user.Text("role").ShouldBe("STAFF");
    }

    [Fact]
    public async Task Admins_see_all_and_their_emails()
    {
        using var admin = await app.Register("admin");
        using var gone = await app.Register("gone");
        var organization = await app.Organization((admin, "ADMIN"), (gone, "USER"));
        await admin.Deactivate(gone).ShouldBe(OK);

        var page = await admin.ListUsers(organization).ShouldBe(OK);

        Names(page).ShouldBe([gone.Username, admin.Username]);
        var user = page.GetProperty("results")[0];
        user.Members().ShouldBe([
            "id", "username", "first_name", "last_name", "profile_image", "role", "is_active", "email"]);
        user.GetProperty("is_active").GetBoolean().ShouldBeFalse();
        user.Text("email").ShouldBe(gone.Email);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        using var admin = await app.Register("admin");
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => app.Register($"other{n}")));
        var organization = await app.Organization([(admin, "ADMIN"), .. others.Select(other => (other, "USER"))]);

        var first = await admin.ListUsers(organization, "?page_size=2&search=other").ShouldBe(OK);
        var second = await admin.Get(first.Text("next")!).ShouldBe(OK);

        first.Number("count").ShouldBe(4);
        first.Text("previous").ShouldBeNull();
        second.Text("next").ShouldBeNull();
        Names(first).Concat(Names(second)).ShouldBe(others.Reverse().Select(other => other.Username));
        await admin.ListUsers(organization, "?page=4&page_size=2").ShouldBeProblem(NotFound, "Page not found");
        await admin.ListUsers(organization, "?page=0&page_size=x").ShouldBeInvalid("page");
    }

    [Fact]
    public async Task A_search_finds_parts_of_names_in_every_letter_case()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "USER"), (erin, "USER"));
        await dave.Put(AccountVerbs.Profile, new { first_name = "Zacharias", last_name = "Under_Score" }).ShouldBe(OK);

        foreach (var search in new[] { "ZACH", "r_s", "zacharias under", dave.Username.ToUpperInvariant(), " zach " })
        {
            var page = await erin.ListUsers(organization, $"?search={Uri.EscapeDataString(search)}").ShouldBe(OK);

            Names(page).ShouldBe([dave.Username], search);
            page.Number("count").ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_z")]
    [InlineData(@"\")]
    [InlineData("'")]
    [InlineData("nobody at all")]
    public async Task What_is_searched_is_taken_literally(string search)
    {
        using var admin = await app.Register("admin");
        var organization = await app.Organization((admin, "ADMIN"));

        var page = await admin.ListUsers(organization, $"?search={Uri.EscapeDataString(search)}").ShouldBe(OK);

        page.Number("count").ShouldBe(0);
        page.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_email_is_found_by_admins_only()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "USER"));
        var query = $"?search={admin.Username}@EXAMPLE";

        Names(await admin.ListUsers(organization, query).ShouldBe(OK)).ShouldBe([admin.Username]);
        Names(await dave.ListUsers(organization, query).ShouldBe(OK)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_search_finds_everybody_and_a_long_one_is_refused()
    {
        using var admin = await app.Register("admin");
        var organization = await app.Organization((admin, "ADMIN"));

        (await admin.ListUsers(organization, "?search=%20").ShouldBe(OK)).Number("count").ShouldBe(1);
        await admin.ListUsers(organization, $"?search={new string('x', 100)}").ShouldBe(OK);
        await admin.ListUsers(organization, $"?search={new string('x', 101)}").ShouldBeInvalid("search");
        await admin.ListUsers(organization, "?search=a%00b").ShouldBeInvalid("search");
    }

    [Fact]
    public async Task For_strangers_and_for_who_was_deactivated_there_the_organization_does_not_exist()
    {
        using var admin = await app.Register("admin");
        using var gone = await app.Register("gone");
        using var stranger = await app.Register("stranger");
        var organization = await app.Organization((admin, "ADMIN"), (gone, "USER"));
        await admin.Deactivate(gone).ShouldBe(OK);

        await stranger.ListUsers(organization).ShouldBeProblem(NotFound, "Organization not found");
        await gone.ListUsers(organization).ShouldBeProblem(NotFound, "Organization not found");
        await stranger.ListUsers(4711).ShouldBeProblem(NotFound, "Organization not found");
        await stranger.ListUsers(-1).ShouldBeProblem(NotFound, "Organization not found");
        await stranger.Get("/api/accounts/organizations/9223372036854775808/users/").ShouldBe(NotFound);
    }

    private static IEnumerable<string?> Names(JsonElement page) =>
        page.GetProperty("results").EnumerateArray().Select(user => user.Text("username"));
}
