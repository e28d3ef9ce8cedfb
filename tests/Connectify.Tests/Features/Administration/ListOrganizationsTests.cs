using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Administration;

public sealed class ListOrganizationsTests(App app) : IClassFixture<App>
{
    private readonly Operator _operator = Operator.Of(app);

    [Fact]
    public async Task Each_is_shown_with_how_many_active_users_it_has()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        var organization = await app.Organization((dave, "USER"), (erin, "USER"));
        await app.Deactivate(erin, organization);

        var rows = (await _operator.Says("organizations list --json")).ShouldBeDone().Json.EnumerateArray().ToList();

        rows[0].Members().ShouldBe(["id", "name", "active_users", "created_at"]);
        rows[0].Text("name").ShouldBe("Demo");
        rows.Single(row => row.Number("id") == organization).Number("active_users").ShouldBe(1);
    }

    [Fact]
    public async Task People_get_aligned_lines_under_headings()
    {
        var lines = (await _operator.Says("organizations list")).ShouldBeDone().Out.Split('\n');

        lines[0].ShouldMatch("^ID +NAME +ACTIVE USERS +CREATED AT$");
        lines[1].ShouldMatch(@"^1 +Demo +\d+ +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        lines[1].IndexOf("Demo", StringComparison.Ordinal).ShouldBe(lines[0].IndexOf("NAME", StringComparison.Ordinal));
    }
}
