using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ReactivateUserTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_user_can_sign_in_again_but_no_old_token_lives()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        await admin.Deactivate(dave).ShouldBe(OK);

        (await admin.Reactivate(dave).ShouldBe(OK)).Text("detail").ShouldBe("User reactivated");

        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        using var again = await app.LogIn(dave.Username);
        await again.ListUsers().ShouldBe(OK);
        await admin.Reactivate(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task Activating_does_the_same()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        await admin.Deactivate(dave).ShouldBe(OK);

        await admin.Activate(dave).ShouldBe(OK);

        await app.LogIn(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task It_is_refused_as_deactivating_is()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        using var alice = await app.LogIn("alice");
        using var stranger = await app.Register("stranger");
        await app.Organization((stranger, "ADMIN"));

        foreach (var verb in new Func<Person, Person, Task<HttpResponseMessage>>[] { AccountVerbs.Activate, AccountVerbs.Reactivate })
        {
            await verb(dave, admin).ShouldBeProblem(Forbidden, "Only admins can do this");
            await verb(admin, admin).ShouldBeProblem(Forbidden, "You can't do this to your own account");
            await verb(stranger, dave).ShouldBeProblem(NotFound, "User not found");
            await verb(admin, alice).ShouldBeProblem(Forbidden, "Only superusers can do this");
        }

        await admin.Post("/api/accounts/activate/", new { }).ShouldBeInvalid("user_id");
        await admin.Post("/api/accounts/reactivate/", new { user_id = "1" }).ShouldBe(BadRequest);
    }
}
