using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class DeactivateUserTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_tokens_of_the_user_are_dead_at_once()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        var elsewhere = await app.LogIn(dave).ShouldBe(OK);
        await dave.ShowProfile().ShouldBe(OK);
        await app.Present(elsewhere.Text("token")!).ShouldBe(OK);

        (await admin.Deactivate(dave).ShouldBe(OK)).Text("detail").ShouldBe("User deactivated");

        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Present(elsewhere.Text("token")!).ShouldBeUnauthorized();
        await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is deactivated");
    }

    [Fact]
    public async Task Once_more_is_fine()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");

        await admin.Deactivate(dave).ShouldBe(OK);
        await admin.Deactivate(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task In_one_of_several_organizations_it_takes_away_what_is_there()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "USER"));
        await dave.ListUsers(organization).ShouldBe(OK);

        await admin.Deactivate(dave).ShouldBe(OK);

        await dave.ListUsers(organization).ShouldBeProblem(NotFound, "Organization not found");
        await dave.ListUsers().ShouldBe(OK);
        await app.Refresh(dave.RefreshToken).ShouldBe(OK);
        await app.LogIn(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task The_sockets_there_close_and_those_elsewhere_stay_open()
    {
        using var admin = await app.Register("admin");
        using var talk = await app.Talk();
        await talk.Say("hello");
        var organization = await app.Organization((admin, "ADMIN"), (talk.Alice, "USER"), (talk.Bob, "USER"));
        var chat = await talk.Alice.Post(
            "/api/messaging/conversations/", new { participant_id = talk.Bob.Id, organization_id = organization });
        using var there = await app.Listen(talk.Alice, (await chat.ShouldBe(Created)).Number("id"));
        await there.ShouldBeSilent();

        await admin.Deactivate(talk.Alice).ShouldBe(OK);

        await there.ShouldClose(4004);
        await talk.OfAlice.ShouldBeSilent();
    }

    [Fact]
    public async Task It_reaches_the_organizations_where_the_caller_is_an_admin_and_no_other()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        var first = await app.Organization((admin, "ADMIN"), (dave, "USER"));
        var second = await app.Organization((admin, "SUPERUSER"), (dave, "STAFF"));
        var third = await app.Organization((admin, "STAFF"), (dave, "USER"));

        await admin.Deactivate(dave).ShouldBe(OK);

        await dave.ListUsers(first).ShouldBe(NotFound);
        await dave.ListUsers(second).ShouldBe(NotFound);
        await dave.ListUsers(third).ShouldBe(OK);
    }

    [Theory]
    [InlineData("USER")]
    [InlineData("STAFF")]
    public async Task Who_is_an_admin_nowhere_may_not(string role)
    {
        using var somebody = await app.RegisterAs(role, "somebody");
        using var dave = await app.Register("dave");

        await somebody.Deactivate(dave).ShouldBeProblem(Forbidden, "Only admins can do this");
        await somebody.Deactivate(somebody).ShouldBeProblem(Forbidden, "Only admins can do this");
        await Deactivate(somebody, 4711).ShouldBeProblem(Forbidden, "Only admins can do this");
        await Deactivate(somebody, null).ShouldBeInvalid("user_id");
        await dave.ShowProfile().ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_deactivates_themselves()
    {
        using var admin = await app.RegisterAdmin("admin");

        await admin.Deactivate(admin).ShouldBeProblem(Forbidden, "You can't do this to your own account");
        await admin.ShowProfile().ShouldBe(OK);
    }

    [Fact]
    public async Task A_stranger_is_not_found()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        await app.Organization((admin, "ADMIN"));

        await admin.Deactivate(dave).ShouldBeProblem(NotFound, "User not found");
        await Deactivate(admin, 4711).ShouldBeProblem(NotFound, "User not found");
        await Deactivate(admin, -1).ShouldBeProblem(NotFound, "User not found");
        await dave.ShowProfile().ShouldBe(OK);
    }

    [Fact]
    public async Task An_admin_does_not_deactivate_a_superuser_but_another_superuser_does()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "SUPERUSER"), (erin, "SUPERUSER"));

        await admin.Deactivate(dave).ShouldBeProblem(Forbidden, "Only superusers can do this");
        await dave.ListUsers(organization).ShouldBe(OK);

        await erin.Deactivate(dave).ShouldBe(OK);
        await dave.ListUsers(organization).ShouldBe(NotFound);
    }

    [Fact]
    public async Task Where_the_user_is_a_superuser_an_admin_leaves_them_be_and_acts_elsewhere()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        var first = await app.Organization((admin, "ADMIN"), (dave, "SUPERUSER"));
        var second = await app.Organization((admin, "ADMIN"), (dave, "USER"));

        await admin.Deactivate(dave).ShouldBe(OK);

        await dave.ListUsers(first).ShouldBe(OK);
        await dave.ListUsers(second).ShouldBe(NotFound);
    }

    [Fact]
    public async Task Of_two_superusers_who_deactivate_each_other_at_once_one_is_left()
    {
        for (var i = 0; i < 10; i++)
        {
            using var dave = await app.Register("dave");
            using var erin = await app.Register("erin");
            await app.Organization((dave, "SUPERUSER"), (erin, "SUPERUSER"));

            var answers = await Task.WhenAll(dave.Deactivate(erin), erin.Deactivate(dave));

            answers.Select(answer => answer.StatusCode).ShouldBe([OK, Forbidden], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task Nobody_who_signs_in_meanwhile_slips_through()
    {
        using var admin = await app.RegisterAdmin("admin");

        for (var i = 0; i < 10; i++)
        {
            using var dave = await app.Register("dave");
            var entering = app.LogIn(dave);
            await admin.Deactivate(dave).ShouldBe(OK);
            using var entered = await entering;
            await admin.Reactivate(dave).ShouldBe(OK);

            if (entered.StatusCode == OK)
            {
                var token = (await entered.ShouldBe(OK)).Text("token")!;

                await app.Present(token).ShouldBeUnauthorized();
            }
        }
    }

    private static Task<HttpResponseMessage> Deactivate(Person person, long? userId) =>
        person.Post("/api/accounts/deactivate/", new { user_id = userId });
}
