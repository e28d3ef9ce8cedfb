using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ChangeUserRoleTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("ADMIN")]
    [InlineData("STAFF")]
    [InlineData("USER")]
    public async Task A_superuser_gives_another_role(string role)
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");
        await dave.Put(AccountVerbs.Profile, new { bio = "Hello", dob = "1990-01-01" }).ShouldBe(OK);

        var user = await alice.ChangeRole(dave, role).ShouldBe(OK);

        user.Members().ShouldBe([
            "id", "username", "email", "first_name", "last_name", "role", "bio", "dob", "profile_image"]);
        user.Number("id").ShouldBe(dave.Id);
        user.Text("email").ShouldBe(dave.Email);
        user.Text("role").ShouldBe(role);
        user.Text("bio").ShouldBe("Hello");
        user.Text("dob").ShouldBe("1990-01-01");
        (await alice.ShowUser(dave).ShouldBe(OK)).Text("role").ShouldBe(role);
    }

    [Fact]
    public async Task A_role_acts_at_once_with_the_token_from_before()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        await dave.Deactivate(erin).ShouldBe(Forbidden);

        await alice.ChangeRole(dave, "ADMIN").ShouldBe(OK);
        await dave.Deactivate(erin).ShouldBe(OK);

        await alice.ChangeRole(dave, "USER").ShouldBe(OK);
        await dave.Reactivate(erin).ShouldBeProblem(Forbidden, "Only admins can do this");
    }

    [Theory]
    [InlineData("ADMIN")]
    [InlineData("STAFF")]
    [InlineData("USER")]
    public async Task Nobody_else_does(string role)
    {
        using var admin = await app.RegisterAs(role, "admin");
        using var dave = await app.Register("dave");

        await admin.ChangeRole(dave, "STAFF").ShouldBeProblem(Forbidden, "Only superusers can update roles");
        await admin.ChangeRole(admin, "STAFF").ShouldBeProblem(Forbidden, "Only superusers can update roles");
        await admin.Put($"/api/accounts/organizations/1/users/4711/role/", new { role = "STAFF" })
            .ShouldBeProblem(Forbidden, "Only superusers can update roles");
    }

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("admin")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Other_values_are_refused(string? role)
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");

        await alice.ChangeRole(dave, role).ShouldBeInvalid("role");
        await dave.ChangeRole(alice, role).ShouldBeInvalid("role");
    }

    [Fact]
    public async Task The_own_role_stays_so_that_somebody_is_left()
    {
        using var alice = await app.LogIn("alice");

        await alice.ChangeRole(alice, "USER").ShouldBeProblem(Forbidden, "You can't do this to your own account");
    }

    [Fact]
    public async Task The_user_has_to_be_in_the_organization()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");
        using var superuser = await app.Register("superuser");
        var organization = await app.Organization((superuser, "SUPERUSER"));

        await superuser.ChangeRole(dave, "STAFF", organization).ShouldBeProblem(NotFound, "User not found");
        await alice.ChangeRole(dave, "STAFF", organization).ShouldBeProblem(NotFound, "Organization not found");
        await alice.ChangeRole(dave, "STAFF", 4711).ShouldBeProblem(NotFound, "Organization not found");
    }

    [Fact]
    public async Task Of_two_superusers_who_demote_each_other_at_once_one_is_left()
    {
        for (var i = 0; i < 10; i++)
        {
            using var dave = await app.Register("dave");
            using var erin = await app.Register("erin");
            var organization = await app.Organization((dave, "SUPERUSER"), (erin, "SUPERUSER"));

            var answers = await Task.WhenAll(
                dave.ChangeRole(erin, "USER", organization), erin.ChangeRole(dave, "USER", organization));

            answers.Select(answer => answer.StatusCode).ShouldBe([OK, Forbidden], ignoreOrder: true);
        }
    }
}
