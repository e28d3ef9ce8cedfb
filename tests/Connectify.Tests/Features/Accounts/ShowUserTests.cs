using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ShowUserTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_member_sees_another_one_without_the_email()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");

        var user = await dave.ShowUser(erin).ShouldBe(OK);

        user.Members().ShouldBe(["id", "username", "first_name", "last_name", "profile_image", "role"]);
        user.Text("username").ShouldBe(erin.Username);
        user.Text("role").ShouldBe("USER");
    }

    [Fact]
    public async Task An_admin_sees_the_email_and_also_who_was_deactivated()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        using var gone = await app.Register("gone");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "USER"), (gone, "USER"));
        await admin.Deactivate(gone).ShouldBe(OK);

        var user = await admin.ShowUser(gone, organization).ShouldBe(OK);

        user.Text("email").ShouldBe(gone.Email);
        user.GetProperty("is_active").GetBoolean().ShouldBeFalse();
        await dave.ShowUser(gone, organization).ShouldBeProblem(NotFound, "User not found");
    }

    [Fact]
    public async Task Who_is_not_in_the_organization_is_not_found()
    {
        using var admin = await app.Register("admin");
        using var stranger = await app.Register("stranger");
        var organization = await app.Organization((admin, "ADMIN"));

        await admin.ShowUser(stranger, organization).ShouldBeProblem(NotFound, "User not found");
        await stranger.ShowUser(admin, organization).ShouldBeProblem(NotFound, "Organization not found");
        await stranger.ShowUser(admin, 4711).ShouldBeProblem(NotFound, "Organization not found");
    }
}
