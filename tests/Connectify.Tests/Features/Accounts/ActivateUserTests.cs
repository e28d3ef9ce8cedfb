using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ActivateUserTests(StrictApp app) : IClassFixture<StrictApp>
{
    private const string Awaiting = "Your account is awaiting activation";

    [Fact]
    public async Task Until_then_the_token_reads_the_profile_and_nothing_else()
    {
        using var dave = await app.Register("dave");

        var profile = await dave.ShowProfile().ShouldBe(OK);
        profile.GetProperty("organizations")[0].GetProperty("is_active").GetBoolean().ShouldBeFalse();

        await dave.Put(AccountVerbs.Profile, new { bio = "Hello" }).ShouldBeProblem(Forbidden, Awaiting);
        await dave.ListUsers().ShouldBeProblem(Forbidden, Awaiting);
        await dave.Join(People.Demo).ShouldBeProblem(Forbidden, Awaiting);
        await dave.Activate(dave).ShouldBeProblem(Forbidden, Awaiting);
        await dave.Post("/api/accounts/password/", new { current_password = Person.Password, new_password = "another one of mine" })
            .ShouldBeProblem(Forbidden, Awaiting);
        await app.LogIn(dave).ShouldBeProblem(Forbidden, Awaiting);
        await app.LogIn(dave, "wrong password").ShouldBeProblem(Unauthorized, "Invalid username or password");
    }

    [Fact]
    public async Task Until_then_nothing_is_refreshed_and_the_refresh_token_is_not_used_up()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");

        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Forbidden, Awaiting);
        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Forbidden, Awaiting);

        await alice.Activate(dave).ShouldBe(OK);
        await app.Refresh(dave.RefreshToken).ShouldBe(OK);
    }

    [Fact]
    public async Task Who_awaits_activation_may_sign_out()
    {
        using var dave = await app.Register("dave");

        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);
        await dave.ShowProfile().ShouldBeUnauthorized();
    }

    [Fact]
    public async Task Activation_opens_everything_at_once_with_the_token_from_before()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");
        await dave.ListUsers().ShouldBe(Forbidden);

        (await alice.Activate(dave).ShouldBe(OK)).Text("detail").ShouldBe("User activated");

        await dave.ListUsers().ShouldBe(OK);
        await app.LogIn(dave).ShouldBe(OK);
        await alice.Activate(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task An_admin_finds_who_awaits_in_the_list_and_nobody_else_does()
    {
        using var alice = await app.LogIn("alice");
        using var bob = await app.LogIn("bob");
        using var dave = await app.Register("dave");

        (await alice.ShowUser(dave).ShouldBe(OK)).GetProperty("is_active").GetBoolean().ShouldBeFalse();
        await bob.ShowUser(dave).ShouldBeProblem(NotFound, "User not found");
    }

    [Fact]
    public async Task Who_joins_awaits_activation_there()
    {
        using var bob = await app.LogIn("bob");
        using var carol = await app.LogIn("carol");
        var organization = await app.Organization((carol, "ADMIN"));

        (await bob.Join(organization).ShouldBe(Created)).GetProperty("is_active").GetBoolean().ShouldBeFalse();
        (await bob.Join(organization).ShouldBe(OK)).GetProperty("is_active").GetBoolean().ShouldBeFalse();
        await bob.ListUsers(organization).ShouldBeProblem(NotFound, "Organization not found");

        await carol.Activate(bob).ShouldBe(OK);
        await bob.ListUsers(organization).ShouldBe(OK);
    }

    [Fact]
    public async Task Who_was_refused_is_deactivated_and_awaits_nothing()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");

        await alice.Deactivate(dave).ShouldBe(OK);

        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is deactivated");
    }

    [Fact]
    public async Task Who_awaits_in_another_organization_awaits()
    {
        using var alice = await app.LogIn("alice");
        using var admin = await app.LogIn("bob");
        using var dave = await app.Register("dave");
        await alice.Activate(dave).ShouldBe(OK);
        await dave.Join(await app.Organization((admin, "ADMIN"))).ShouldBe(Created);
        await alice.Deactivate(dave).ShouldBe(OK);

        await app.LogIn(dave).ShouldBeProblem(Forbidden, Awaiting);
    }

    [Fact]
    public async Task Whom_an_admin_makes_is_active_at_once()
    {
        using var alice = await app.LogIn("alice");
        var username = People.Unique("made");
        var body = new { username, email = $"{username}@example.com", password = Person.Password };

        await alice.Post("/api/accounts/organizations/1/users/", body).ShouldBe(Created);

        using var made = await app.LogIn(username);
        await made.ListUsers().ShouldBe(OK);
    }
}
