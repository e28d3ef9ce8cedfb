using System.Net;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class RegisterTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_registers_is_signed_in_as_a_user_of_the_organization()
    {
        var body = await Register("dave", email: "Dave@Example.com", first_name: "Dave", last_name: "Doe").ShouldBe(Created);

        body.Members().ShouldBe([
            "id", "username", "first_name", "last_name", "profile_image", "email", "organization_id", "role", "token",
            "refresh_token", "expires_at"]);
        body.Text("username").ShouldBe("dave");
        body.Text("email").ShouldBe("Dave@Example.com");
        body.Text("first_name").ShouldBe("Dave");
        body.Text("last_name").ShouldBe("Doe");
        body.Number("organization_id").ShouldBe(People.Demo);
        body.Text("role").ShouldBe("USER");
        body.Text("expires_at")!.ShouldEndWith("Z");

        var profile = await app.Present(body.Text("token")!).ShouldBe(OK);
        profile.Number("id").ShouldBe(body.Number("id"));
    }

    [Fact]
    public async Task Names_may_be_left_out_and_white_space_is_none()
    {
        var left = await Register("erin").ShouldBe(Created);
        left.Text("first_name").ShouldBe("");

        var blank = await Register("erin2", first_name: " \t ", last_name: null).ShouldBe(Created);
        blank.Text("first_name").ShouldBe("");
        blank.Text("last_name").ShouldBe("");
    }

    [Fact]
    public async Task An_organization_that_does_not_exist_is_refused()
    {
        await Register("frank", organization_id: 4711).ShouldBeProblem(BadRequest, "Organization not found");

        (await Count("frank")).ShouldBe(0);
    }

    [Fact]
    public async Task A_username_is_taken_in_every_letter_case() =>
        await Register("ALICE").ShouldBeProblem(BadRequest, "Username already in use");

    [Fact]
    public async Task An_email_is_taken_in_every_letter_case()
    {
        await Register("gina", email: "gina@example.com").ShouldBe(Created);

        await Register("gina2", email: "GINA@Example.Com").ShouldBeProblem(BadRequest, "Email already in use");
        (await Count("gina2")).ShouldBe(0);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named() =>
        await app.Post("/api/accounts/register/", new { })
            .ShouldBeInvalid("username", "email", "password", "organization_id");

    [Theory]
    [InlineData("ab")]
    [InlineData("a b")]
    [InlineData("ab\n")]
    [InlineData("äbc")]
    [InlineData("a@b")]
    [InlineData("   ")]
    [InlineData("123456789.123456789.123456789.123456789.123456789.1")]
    public async Task A_username_is_3_to_50_letters_digits_dots_underscores_and_hyphens(string username) =>
        await Register(username, email: "somebody@example.com").ShouldBeInvalid("username");

    [Theory]
    [InlineData("somebody")]
    [InlineData("@example.com")]
    [InlineData("somebody@")]
    [InlineData("some@body@example.com")]
    [InlineData("some body@example.com")]
    [InlineData("somebody@example.com\n")]
    [InlineData("")]
    public async Task An_email_has_one_at_sign_and_no_white_space(string email) =>
        await Register(People.Unique("mail"), email: email).ShouldBeInvalid("email");

    [Theory]
    [InlineData(254, Created)]
    [InlineData(255, BadRequest)]
    public async Task An_email_has_at_most_254_characters(int length, HttpStatusCode status)
    {
        var email = "@example.com";

        await Register(People.Unique("long"), email: new string('x', length - email.Length) + email).ShouldBe(status);
    }

    [Theory]
    [InlineData("x", 7, BadRequest)]
    [InlineData("x", 8, Created)]
    [InlineData("x", 128, Created)]
    [InlineData("x", 129, BadRequest)]
    [InlineData("😀", 7, BadRequest)]
    [InlineData("😀", 128, Created)]
    [InlineData(" ", 8, BadRequest)]
    public async Task A_password_has_8_to_128_characters(string character, int count, HttpStatusCode status) =>
        await Register(People.Unique("password"), password: string.Concat(Enumerable.Repeat(character, count)))
            .ShouldBe(status);

    [Theory]
    [InlineData(100, Created)]
    [InlineData(101, BadRequest)]
    public async Task A_name_has_at_most_100_characters(int count, HttpStatusCode status) =>
        await Register(People.Unique("name"), first_name: string.Concat(Enumerable.Repeat("😀", count))).ShouldBe(status);

    [Theory]
    [InlineData("x", 3)]
    [InlineData("X.-_9", 50)]
    public async Task The_shortest_and_the_longest_username_are_taken(string pattern, int length)
    {
        var username = string.Concat(Enumerable.Repeat(pattern, length))[..length];

        (await Register(username, email: $"u{length}@example.com").ShouldBe(Created)).Text("username").ShouldBe(username);
    }

    [Fact]
    public async Task Nobody_registers_as_more_than_a_user()
    {
        var body = new
        {
            username = "mallory",
            email = "mallory@example.com",
            password = Person.Password,
            organization_id = People.Demo,
            role = "SUPERUSER",
            is_active = true,
            id = 1,
        };

        (await app.Post("/api/accounts/register/", body).ShouldBe(Created)).Text("role").ShouldBe("USER");
    }

    [Fact]
    public async Task Of_twenty_who_register_one_username_at_once_in_different_letters_one_gets_it()
    {
        var spellings = Enumerable.Range(0, 20).Select(n => Spelled("racer", n));

        var answers = await Task.WhenAll(spellings.Select((name, n) => Register(name, email: $"racer{n}@example.com")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);

        foreach (var answer in answers.Where(answer => answer.StatusCode != Created))
        {
            await answer.ShouldBeProblem(BadRequest, "Username already in use");
        }

        (await Count("racer")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_twenty_who_register_one_email_at_once_in_different_letters_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(n => Register($"mailer-{n}", email: $"{Spelled("mailer", n)}@example.com")));

        answers.Count(answer => answer.StatusCode == Created).ShouldBe(1);

        foreach (var answer in answers.Where(answer => answer.StatusCode != Created))
        {
            await answer.ShouldBeProblem(BadRequest, "Email already in use");
        }
    }

    [Fact]
    public async Task A_key_is_ignored()
    {
        using var alice = await app.LogIn("alice");
        var body = new { username = "keyed", email = "keyed@example.com", password = Person.Password, organization_id = 1 };

        await alice.Post("/api/accounts/register/", body, key: "k").ShouldBe(Created);
        await alice.Post("/api/accounts/register/", body, key: "k").ShouldBeProblem(BadRequest, "Username already in use");
    }

    private static string Spelled(string name, int n) =>
        string.Concat(name.Select((letter, i) => (n >> i & 1) == 0 ? letter : char.ToUpperInvariant(letter)));

    private Task<HttpResponseMessage> Register(
        string username,
        string? email = null,
        string password = Person.Password,
        string? first_name = null,
        string? last_name = null,
        long organization_id = People.Demo) =>
        app.Post(
            "/api/accounts/register/",
            new
            {
                username,
                email = email ?? $"{username}@example.com",
                password,
                first_name,
                last_name,
                organization_id,
            });

    private Task<long> Count(string username) =>
        app.Value<long>("SELECT count(*) FROM users WHERE lower(username) = @Username", new { Username = username });
}
