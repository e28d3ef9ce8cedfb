using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Administration;

public sealed class AddUserTests(App app) : IClassFixture<App>
{
    private readonly Operator _operator = Operator.Of(app);

    [Theory]
    [InlineData("SUPERUSER")]
    [InlineData("ADMIN")]
    [InlineData("staff")]
    public async Task A_user_of_any_role_can_sign_in_at_once(string role)
    {
        var name = People.Unique("made");

        var made = (await Create(name, ["--organization", "demo", "--role", role, "--password-stdin", "--json"], "a good password\n"))
            .ShouldBeDone().Json;

        made.Members().ShouldBe(["id", "username", "email", "organization", "role"]);
        made.Text("organization").ShouldBe("Demo");
        made.Text("role").ShouldBe(role.ToUpperInvariant());
        using var user = await app.LogIn(name, "a good password");
        user.Id.ShouldBe(made.Number("id"));
        (await user.ShowProfile().ShouldBe(OK)).GetProperty("organizations")[0].Text("role").ShouldBe(role.ToUpperInvariant());
    }

    [Fact]
    public async Task A_password_that_was_made_is_shown_once_and_opens()
    {
        var name = People.Unique("made");

        var made = (await Create(name, ["--organization", "1", "--generate-password", "--json"])).ShouldBeDone().Json;

        made.Text("password")!.Length.ShouldBe(20);
        using var user = await app.LogIn(name, made.Text("password")!);
    }

    [Fact]
    public async Task Who_sits_at_a_terminal_types_it_twice_and_it_is_not_shown()
    {
        var name = People.Unique("made");

        var answer = await Create(name, ["--organization", "1"], typed: "a good passwort\bd\na good password\n");

        answer.Code.ShouldBe(0);
        answer.Error.ShouldBe("Password: \nThe same again: \n");
        answer.Out.ShouldNotContain("passw");
        using var user = await app.LogIn(name, "a good password");
    }

    [Theory]
    [InlineData("a good password\nanother one\n", "The two passwords are not the same.")]
    [InlineData("short\n", "A password has 8 to 128 characters.")]
    public async Task What_is_typed_wrongly_makes_nobody(string typed, string refusal)
    {
        var name = People.Unique("made");

        var answer = await Create(name, ["--organization", "1"], typed: typed);

        answer.Code.ShouldBe(1);
        answer.Error.ShouldEndWith($"{refusal}\n");
        (await app.Value<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE username = @name)", new { name })).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567\n")]
    public async Task What_is_piped_has_to_be_a_password(string piped)
    {
        (await Create(People.Unique("made"), ["--organization", "1", "--password-stdin"], piped))
            .ShouldBeRefused("A password has 8 to 128 characters.");
    }

    [Fact]
    public async Task A_password_comes_from_one_place()
    {
        (await Create("made", ["--organization", "1"]))
            .ShouldBeRefused("There is nobody to ask for the password: give --password-stdin or --generate-password. See --help.", 2);
        (await Create("made", ["--organization", "1", "--password-stdin", "--generate-password"]))
            .ShouldBeRefused("Either --password-stdin or --generate-password was expected, not both. See --help.", 2);
    }

    [Fact]
    public async Task Names_and_emails_are_checked_and_unique_as_with_the_API()
    {
        (await Create("ALICE", Generated)).ShouldBeRefused("Username already in use.");
        (await Create(People.Unique("made"), Generated, email: "ALICE@example.com")).ShouldBeRefused("Email already in use.");
        (await Create("no spaces", Generated)).ShouldBeRefused("A username has 3 to 50 letters, digits, dots, underscores and hyphens.");
        (await Create(People.Unique("made"), Generated, email: "nowhere")).ShouldBeRefused("An email address of at most 254 characters was expected.");
        (await Create(People.Unique("made"), [.. Generated, "--first-name", new string('x', 101)]))
            .ShouldBeRefused("A name of at most 100 characters was expected.");
    }

    [Theory]
    [InlineData("Nowhere")]
    [InlineData("4711")]
    [InlineData("99999999999999999999")]
    public async Task The_organization_has_to_be_there(string organization)
    {
        (await Create(People.Unique("made"), ["--organization", organization, "--generate-password"]))
            .ShouldBeRefused($"There is no organization {organization}.");
    }

    [Fact]
    public async Task A_number_is_an_id_first_and_then_a_name()
    {
        (await _operator.Says("organizations create 815")).ShouldBeDone();
        (await _operator.Says(["organizations", "create", "1"])).ShouldBeDone();

        var byName = (await Create(People.Unique("made"), ["--organization", "815", "--generate-password", "--json"])).ShouldBeDone();
        var byId = (await Create(People.Unique("made"), ["--organization", "1", "--generate-password", "--json"])).ShouldBeDone();

        byName.Json.Text("organization").ShouldBe("815");
        byId.Json.Text("organization").ShouldBe("Demo");
    }

    [Fact]
    public async Task Of_ten_at_once_one_makes_the_user()
    {
        var name = People.Unique("made");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Create(name, Generated)));

        answers.Count(answer => answer.Code == 0).ShouldBe(1);
        answers.Count(answer => answer.Error == "Username already in use.\n").ShouldBe(9);
    }

    private static string[] Generated => ["--organization", "1", "--generate-password"];

    private Task<Operator.Answer> Create(
        string username, string[] rest, string piped = "", string? typed = null, string? email = null) =>
        _operator.Says(["users", "create", "--username", username, "--email", email ?? $"{username}@example.com", .. rest], piped, typed);
}
