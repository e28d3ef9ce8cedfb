using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class JoinOrganizationTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_joins_is_a_user_there()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization();

        var membership = await dave.Join(organization).ShouldBe(Created);

        membership.Members().ShouldBe(["id", "name", "role", "is_active"]);
        membership.Number("id").ShouldBe(organization);
        membership.Text("role").ShouldBe("USER");
        membership.GetProperty("is_active").GetBoolean().ShouldBeTrue();
        (await dave.ListUsers(organization).ShouldBe(OK)).Number("count").ShouldBe(1);
    }

    [Fact]
    public async Task Joining_again_changes_nothing()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization((dave, "ADMIN"));

        (await dave.Join(organization).ShouldBe(OK)).Text("role").ShouldBe("ADMIN");
    }

    [Fact]
    public async Task Who_was_deactivated_there_stays_out()
    {
        using var admin = await app.Register("admin");
        using var dave = await app.Register("dave");
        var organization = await app.Organization((admin, "ADMIN"), (dave, "USER"));
        await admin.Deactivate(dave).ShouldBe(OK);

        await dave.Join(organization).ShouldBeProblem(Forbidden, "Your account is deactivated");
        await dave.ListUsers(organization).ShouldBe(NotFound);
    }

    [Fact]
    public async Task There_has_to_be_such_an_organization()
    {
        using var dave = await app.Register("dave");

        await dave.Join(4711).ShouldBeProblem(NotFound, "Organization not found");
    }

    [Fact]
    public async Task Of_ten_at_once_one_joins()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => dave.Join(organization)));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(9);
    }
}
