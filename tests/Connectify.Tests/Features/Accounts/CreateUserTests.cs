using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class CreateUserTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_admin_makes_a_user_who_can_sign_in_at_once()
    {
        using var admin = await app.RegisterAdmin("admin");
        var name = People.Unique("made");

        var response = await Create(admin, name);

        var user = await response.ShouldBe(Created);
        user.Members().ShouldBe([
            "id", "username", "first_name", "last_name", "profile_image", "role", "is_active", "email"]);
        user.Text("username").ShouldBe(name);
        user.Text("first_name").ShouldBe("Made");
        user.Text("role").ShouldBe("USER");
        user.GetProperty("is_active").GetBoolean().ShouldBeTrue();
        (await admin.Get(response.Headers.Location!.ToString()).ShouldBe(OK)).GetRawText().ShouldBe(user.GetRawText());

        using var made = await app.LogIn(name);
        made.Id.ShouldBe(user.Number("id"));
    }

    [Theory]
    [InlineData("USER")]
    [InlineData("STAFF")]
    [InlineData("ADMIN")]
    public async Task A_superuser_may_give_a_role(string role)
    {
        using var alice = await app.LogIn("alice");

        (await Create(alice, People.Unique("made"), role).ShouldBe(Created)).Text("role").ShouldBe(role);
    }

    [Theory]
    [InlineData("STAFF")]
    [InlineData("ADMIN")]
    public async Task An_admin_may_not(string role)
    {
        using var admin = await app.RegisterAdmin("admin");

        await Create(admin, People.Unique("made"), role).ShouldBeProblem(Forbidden, "Only superusers can update roles");
        await Create(admin, People.Unique("made"), "USER").ShouldBe(Created);
    }

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("user")]
    [InlineData("")]
    public async Task Other_roles_cannot_be_given(string role)
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");

        await Create(alice, People.Unique("made"), role).ShouldBeInvalid("role");
        await Create(dave, People.Unique("made"), role).ShouldBeInvalid("role");
    }

    [Theory]
    [InlineData("USER")]
    [InlineData("STAFF")]
    public async Task Who_is_no_admin_makes_nobody(string role)
    {
        using var dave = await app.RegisterAs(role, "dave");

        await Create(dave, People.Unique("made")).ShouldBeProblem(Forbidden, "Only admins can do this");
        await Create(dave, People.Unique("made"), "ADMIN").ShouldBeProblem(Forbidden, "Only admins can do this");
    }

    [Fact]
    public async Task An_admin_is_one_in_that_organization_only()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var other = await app.Register("other");
        var organization = await app.Organization((other, "ADMIN"));

        await Create(admin, People.Unique("made"), organization: organization).ShouldBeProblem(NotFound, "Organization not found");
        await Create(admin, People.Unique("made"), organization: 4711).ShouldBeProblem(NotFound, "Organization not found");
        await Create(other, People.Unique("made")).ShouldBeProblem(Forbidden, "Only admins can do this");
    }

    [Fact]
    public async Task Names_and_emails_are_unique_and_checked_as_when_registering()
    {
        using var admin = await app.RegisterAdmin("admin");

        await Create(admin, "ALICE").ShouldBeProblem(BadRequest, "Username already in use");
        await Create(admin, People.Unique("made"), email: admin.Email.ToUpperInvariant())
            .ShouldBeProblem(BadRequest, "Email already in use");
        await admin.Post(Path(), new { }).ShouldBeInvalid("username", "email", "password");
    }

    [Fact]
    public async Task The_same_key_answers_the_first_user_and_makes_no_second()
    {
        using var admin = await app.RegisterAdmin("admin");
        var name = People.Unique("made");

        var first = await Create(admin, name, key: "k").ShouldBe(Created);
        var second = await Create(admin, name, key: "k").ShouldBe(OK);

        second.GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_a_conflict()
    {
        using var admin = await app.RegisterAdmin("admin");
        var name = People.Unique("made");
        await Create(admin, name, key: "k").ShouldBe(Created);

        await Create(admin, People.Unique("made"), key: "k").ShouldBeProblem(Conflict, "This idempotency key was used with other content");
        await Create(admin, name, key: "k", password: "another one of mine").ShouldBe(Conflict);
        await Create(admin, name, key: "k", role: "USER").ShouldBe(OK);
    }

    [Fact]
    public async Task A_key_belongs_to_its_user_and_its_organization()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var other = await app.RegisterAdmin("other");
        var organization = await app.Organization((admin, "ADMIN"));

        await Create(admin, People.Unique("made"), key: "k").ShouldBe(Created);
        await Create(other, People.Unique("made"), key: "k").ShouldBe(Created);
        await Create(admin, People.Unique("made"), key: "k", organization: organization).ShouldBe(Created);
    }

    [Fact]
    public async Task A_refused_request_uses_up_no_key()
    {
        using var admin = await app.RegisterAdmin("admin");

        await Create(admin, "alice", key: "k").ShouldBe(BadRequest);
        await Create(admin, People.Unique("made"), "ADMIN", key: "k").ShouldBe(Forbidden);
        await Create(admin, People.Unique("made"), key: "k").ShouldBe(Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_key_has_1_to_64_characters(string key)
    {
        using var admin = await app.RegisterAdmin("admin");

        await Create(admin, People.Unique("made"), key: key).ShouldBeInvalid("Idempotency-Key");
    }

    [Fact]
    public async Task The_same_request_twenty_times_at_once_makes_one_user()
    {
        using var admin = await app.RegisterAdmin("admin");
        var name = People.Unique("made");
        var key = new string('k', 64);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Create(admin, name, key: key)));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == OK).ShouldBe(19);
        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.ShouldBe(answer.StatusCode)).Number("id")));
        ids.Distinct().Count().ShouldBe(1);
    }

    private static Task<HttpResponseMessage> Create(
        Person admin,
        string username,
        string? role = null,
        string? email = null,
        string password = Person.Password,
        string? key = null,
        long organization = People.Demo) =>
        admin.Post(
            Path(organization),
            new { username, email = email ?? $"{username}@example.com", password, first_name = "Made", role },
            key);

    private static string Path(long organization = People.Demo) => $"/api/accounts/organizations/{organization}/users/";
}
