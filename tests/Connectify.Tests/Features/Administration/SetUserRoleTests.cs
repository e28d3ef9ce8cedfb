using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Administration;

public sealed class SetUserRoleTests(App app) : IClassFixture<App>
{
    private readonly Operator _operator = Operator.Of(app);

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("ADMIN")]
    [InlineData("STAFF")]
    [InlineData("USER")]
    public async Task A_user_gets_any_role_as_often_as_it_is_said(string role)
    {
        using var dave = await app.Register("dave");

        for (var i = 0; i < 2; i++)
        {
            var changed = (await Set("Demo", dave.Username.ToUpperInvariant(), role)).ShouldBeDone().Json;

            changed.Text("username").ShouldBe(dave.Username);
            changed.Text("role").ShouldBe(role);
        }

        (await dave.ShowProfile().ShouldBe(OK)).GetProperty("organizations")[0].Text("role").ShouldBe(role);
    }

    [Fact]
    public async Task The_role_is_the_one_in_that_organization_only()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization((dave, "USER"));

        (await Set($"{organization}", dave.Username, "ADMIN")).ShouldBeDone();

        (await RoleOf(dave, organization)).ShouldBe("ADMIN");
        (await RoleOf(dave, People.Demo)).ShouldBe("USER");
    }

    [Fact]
    public async Task The_only_active_superuser_stays_one()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        using var frank = await app.Register("frank");
        var organization = await app.Organization((dave, "SUPERUSER"), (erin, "SUPERUSER"), (frank, "USER"));
        var name = (await app.Value<string>("SELECT name FROM organizations WHERE id = @organization", new { organization }))!;
        await app.Deactivate(erin, organization);

        (await Set(name, dave.Username, "USER"))
            .ShouldBeRefused($"{dave.Username} is the only active superuser of {name}: make another one first.");
        (await Set(name, dave.Username, "SUPERUSER")).ShouldBeDone();
        (await Set(name, frank.Username, "SUPERUSER")).ShouldBeDone();
        (await Set(name, dave.Username, "USER")).ShouldBeDone();
    }

    [Fact]
    public async Task Of_two_superusers_who_are_demoted_at_once_one_stays()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");

        for (var round = 0; round < 5; round++)
        {
            var organization = await app.Organization((dave, "SUPERUSER"), (erin, "SUPERUSER"));

            var answers = await Task.WhenAll(
                Set($"{organization}", dave.Username, "USER"), Set($"{organization}", erin.Username, "USER"));

            answers.Select(answer => answer.Code).Order().ShouldBe([0, 1]);
        }
    }

    [Fact]
    public async Task Both_have_to_be_there_and_belong_together()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization();
        var name = (await app.Value<string>("SELECT name FROM organizations WHERE id = @organization", new { organization }))!;

        (await Set("Nowhere", dave.Username, "USER")).ShouldBeRefused("There is no organization Nowhere.");
        (await Set("Demo", "nobody", "USER")).ShouldBeRefused("There is no user nobody in Demo.");
        (await Set(name, dave.Username, "USER")).ShouldBeRefused($"There is no user {dave.Username} in {name}.");
    }

    [Fact]
    public async Task There_are_no_other_roles()
    {
        (await Set("Demo", "bob", "KING"))
            .ShouldBeRefused("'KING' is no role: one of SUPERUSER, ADMIN, STAFF, USER was expected. See --help.", 2);
    }

    private Task<string?> RoleOf(Person person, long organization) => app.Value<string>(
        "SELECT role FROM organization_members WHERE user_id = @Id AND organization_id = @organization", new { person.Id, organization });

    private Task<Operator.Answer> Set(string organization, string username, string role) =>
        _operator.Says(["users", "set-role", "--organization", organization, "--username", username, "--role", role, "--json"]);
}
