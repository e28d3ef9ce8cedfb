using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class ChangePasswordTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_new_password_opens_and_the_old_one_does_not()
    {
        using var dave = await app.Register("dave");

        await Change(dave, Person.Password, "another one of mine").ShouldBe(OK);

        await app.LogIn(dave, "another one of mine").ShouldBe(OK);
        await app.LogIn(dave).ShouldBeProblem(Unauthorized, "Invalid username or password");
    }

    [Fact]
    public async Task Every_session_ends_and_a_new_one_begins()
    {
        using var dave = await app.Register("dave");
        var elsewhere = await app.LogIn(dave).ShouldBe(OK);
        await app.Present(elsewhere.Text("token")!).ShouldBe(OK);

        var tokens = await Change(dave, Person.Password, "another one of mine").ShouldBe(OK);

        tokens.Members().ShouldBe(["token", "refresh_token", "expires_at"]);
        await app.Present(tokens.Text("token")!).ShouldBe(OK);
        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Present(elsewhere.Text("token")!).ShouldBeUnauthorized();
        await app.Refresh(elsewhere.Text("refresh_token")!).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.Refresh(tokens.Text("refresh_token")!).ShouldBe(OK);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        using var dave = await app.Register("dave");

        await Change(dave, "wrong password", "another one of mine").ShouldBeInvalid("current_password");

        await dave.ShowProfile().ShouldBe(OK);
        await app.LogIn(dave).ShouldBe(OK);
    }

    [Fact]
    public async Task The_new_password_is_one_of_8_to_128_characters()
    {
        using var dave = await app.Register("dave");

        await Change(dave, Person.Password, "1234567").ShouldBeInvalid("new_password");
        await Change(dave, Person.Password, new string('x', 129)).ShouldBeInvalid("new_password");
        await Change(dave, null, null).ShouldBeInvalid("current_password", "new_password");
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_wins_and_one_session_is_left()
    {
        using var dave = await app.Register("dave");

        var answers = await Task.WhenAll(
            Change(dave, Person.Password, "another one of mine"), Change(dave, Person.Password, "and one more"));

        var statuses = answers.Select(answer => answer.StatusCode).ToArray();
        statuses.Count(status => status == OK).ShouldBe(1);

        var won = await answers.Single(answer => answer.StatusCode == OK).ShouldBe(OK);
        await app.Present(won.Text("token")!).ShouldBe(OK);
        await dave.ShowProfile().ShouldBeUnauthorized();
    }

    private static Task<HttpResponseMessage> Change(Person person, string? current, string? another) =>
        person.Post("/api/accounts/password/", new { current_password = current, new_password = another });
}
