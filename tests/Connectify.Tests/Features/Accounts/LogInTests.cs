using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class LogInTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_knows_the_password_is_signed_in()
    {
        var body = await LogIn(new { username = "alice", password = "connectify" }).ShouldBe(OK);

        body.Members().ShouldBe([
            "id", "username", "first_name", "last_name", "profile_image", "email", "organization_id", "role", "token",
            "refresh_token", "expires_at"]);
        body.Text("username").ShouldBe("alice");
        body.Text("role").ShouldBe("SUPERUSER");
        body.Number("organization_id").ShouldBe(People.Demo);

        (await app.Present(body.Text("token")!).ShouldBe(OK)).Text("username").ShouldBe("alice");
    }

    [Fact]
    public async Task Name_and_email_are_taken_in_every_letter_case()
    {
        using var dave = await app.Register("dave");

        (await LogIn(new { username = dave.Username.ToUpperInvariant(), password = Person.Password }).ShouldBe(OK))
            .Text("username").ShouldBe(dave.Username);
        (await LogIn(new { email = dave.Email.ToUpperInvariant(), password = Person.Password }).ShouldBe(OK))
            .Text("username").ShouldBe(dave.Username);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_one_that_is_too_long_are_answered_alike()
    {
        object[] attempts =
        [
            new { username = "alice", password = "connectify2" },
            new { username = "alice", password = "Connectify" },
            new { username = "nobody", password = "connectify" },
            new { email = "nobody@example.com", password = "connectify" },
            new { username = "alice", password = new string('x', 100_000) },
            new { username = "' OR 1=1 --", password = "connectify" },
        ];

        foreach (var attempt in attempts)
        {
            var response = await LogIn(attempt);

            await response.ShouldBeProblem(Unauthorized, "Invalid username or password");
            await response.ShouldBeUnauthorized();
        }
    }

    [Fact]
    public async Task Name_and_password_are_needed()
    {
        await LogIn(new { }).ShouldBeInvalid("username", "password");
        await LogIn(new { username = " ", email = "", password = "" }).ShouldBeInvalid("username", "password");
        await LogIn(new { email = "alice@example.com" }).ShouldBeInvalid("password");
    }

    [Fact]
    public async Task The_organization_shown_is_the_first_where_the_user_is_active()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        var second = await app.Organization((dave, "STAFF"));

        (await app.LogIn(dave).ShouldBe(OK)).Number("organization_id").ShouldBe(People.Demo);

        await admin.Deactivate(dave).ShouldBe(OK);

        var body = await app.LogIn(dave).ShouldBe(OK);
        body.Number("organization_id").ShouldBe(second);
        body.Text("role").ShouldBe("STAFF");
    }

    [Fact]
    public async Task Who_is_active_nowhere_cannot_sign_in()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        await admin.Deactivate(dave).ShouldBe(OK);

        await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is deactivated");
        await app.LogIn(dave, "wrong password").ShouldBeProblem(Unauthorized, "Invalid username or password");
    }

    [Fact]
    public async Task Signing_in_clears_away_what_has_expired()
    {
        using var dave = await app.Register("dave");
        await app.Run("UPDATE sessions SET expires_at = now() WHERE user_id = @Id", new { dave.Id });

        await app.LogIn(dave).ShouldBe(OK);

        (await app.Value<long>("SELECT count(*) FROM sessions WHERE user_id = @Id", new { dave.Id })).ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_not_sign_in_changes_nothing()
    {
        using var dave = await app.Register("dave");
        await app.Run("UPDATE sessions SET expires_at = now() WHERE user_id = @Id", new { dave.Id });
        await app.Deactivate(dave, People.Demo);

        await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is deactivated");

        (await app.Value<long>("SELECT count(*) FROM sessions WHERE user_id = @Id", new { dave.Id })).ShouldBe(1);
    }

    private Task<HttpResponseMessage> LogIn(object body) => app.Post("/api/accounts/login/", body);
}
