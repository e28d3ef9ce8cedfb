using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Administration;

public sealed class CreateOrganizationTests(App app) : IClassFixture<App>
{
    private readonly Operator _operator = Operator.Of(app);

    [Fact]
    public async Task An_organization_is_made_and_named_with_its_id()
    {
        var name = People.Unique("Acme");

        var made = (await Create(name, "--json")).ShouldBeDone().Json;

        made.Members().ShouldBe(["id", "name"]);
        made.Text("name").ShouldBe(name);
        (await app.Value<string>("SELECT name FROM organizations WHERE id = @Id", new { Id = made.Number("id") })).ShouldBe(name);
    }

    [Fact]
    public async Task One_that_exists_is_refused_with_its_id_however_its_name_is_written()
    {
        (await Create("DEMO")).ShouldBeRefused("There is an organization Demo already: 1.");
    }

    [Fact]
    public async Task Of_ten_at_once_one_makes_it()
    {
        var name = People.Unique("Acme");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Create(name)));

        answers.Count(answer => answer.Code == 0).ShouldBe(1);
        answers.Count(answer => answer.Error.StartsWith($"There is an organization {name} already: ")).ShouldBe(9);
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("Line\nbreak")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_name_has_1_to_100_characters_that_can_be_seen(string name)
    {
        (await Create(name)).ShouldBeRefused("The name of an organization has 1 to 100 characters, none of them a control character.");
    }

    [Theory]
    [InlineData("'; DROP TABLE organizations; --")]
    [InlineData("@file")]
    [InlineData("Größe 🎈")]
    public async Task A_name_is_taken_literally(string name)
    {
        (await Create(name, "--json")).ShouldBeDone().Json.Text("name").ShouldBe(name);
    }

    private Task<Operator.Answer> Create(params string[] rest) => _operator.Says(["organizations", "create", .. rest]);
}
