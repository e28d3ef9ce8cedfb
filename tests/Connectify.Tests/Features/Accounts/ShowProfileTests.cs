using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ShowProfileTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Everybody_sees_their_own_account_and_where_they_belong()
    {
        using var dave = await app.Register("dave");
        var second = await app.Organization((dave, "ADMIN"));

        var profile = await dave.ShowProfile().ShouldBe(OK);

        profile.Members().ShouldBe([
            "id", "username", "first_name", "last_name", "profile_image", "email", "bio", "dob", "organizations"]);
        profile.Number("id").ShouldBe(dave.Id);
        profile.Text("username").ShouldBe(dave.Username);
        profile.Text("email").ShouldBe(dave.Email);
        profile.Text("bio").ShouldBe("");
        profile.Text("dob").ShouldBeNull();
        profile.Text("profile_image").ShouldBeNull();

        var organizations = profile.GetProperty("organizations").EnumerateArray().ToArray();
        organizations.Select(organization => organization.Number("id")).ShouldBe([People.Demo, second]);
        organizations[0].Members().ShouldBe(["id", "name", "role", "is_active"]);
        organizations[0].Text("name").ShouldBe("Demo");
        organizations[0].Text("role").ShouldBe("USER");
        organizations[0].GetProperty("is_active").GetBoolean().ShouldBeTrue();
        organizations[1].Text("role").ShouldBe("ADMIN");
    }

    [Fact]
    public async Task An_organization_where_one_was_deactivated_is_shown_as_that()
    {
        using var dave = await app.Register("dave");
        using var admin = await app.Register("admin");
        await app.Organization((dave, "USER"), (admin, "ADMIN"));
        await admin.Deactivate(dave).ShouldBe(OK);

        var organizations = (await dave.ShowProfile().ShouldBe(OK)).GetProperty("organizations").EnumerateArray();

        organizations.Select(organization => organization.GetProperty("is_active").GetBoolean()).ShouldBe([true, false]);
    }
}
