using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class RefreshTokenTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task New_tokens_are_given_again_and_again()
    {
        using var dave = await app.Register("dave");
        var refresh = dave.RefreshToken;

        for (var i = 0; i < 3; i++)
        {
            var body = await app.Refresh(refresh).ShouldBe(OK);

            body.Members().ShouldBe(["token", "refresh_token", "expires_at"]);
            body.Text("refresh_token").ShouldNotBe(refresh);
            body.Text("token").ShouldNotBe(dave.Token);
            await app.Present(body.Text("token")!).ShouldBe(OK);
            refresh = body.Text("refresh_token")!;
        }

        await dave.ShowProfile().ShouldBe(OK);
    }

    [Fact]
    public async Task One_that_comes_twice_ends_its_session()
    {
        using var dave = await app.Register("dave");
        var second = await app.Refresh(dave.RefreshToken).ShouldBe(OK);
        await app.Present(second.Text("token")!).ShouldBe(OK);

        var response = await app.Refresh(dave.RefreshToken);

        await response.ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await response.ShouldBeUnauthorized();
        await app.Present(second.Text("token")!).ShouldBeUnauthorized();
        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Refresh(second.Text("refresh_token")!).ShouldBeProblem(Unauthorized, "Invalid refresh token");
    }

    [Fact]
    public async Task With_the_session_its_sockets_end_and_no_others()
    {
        using var talk = await app.Talk();
        await talk.Say("hello");
        await app.Refresh(talk.Alice.RefreshToken).ShouldBe(OK);

        await app.Refresh(talk.Alice.RefreshToken).ShouldBe(Unauthorized);

        await talk.OfAlice.ShouldClose(4003);
        await talk.OfBob.ShouldBeSilent();
    }

    [Fact]
    public async Task The_other_sessions_of_the_user_go_on()
    {
        using var dave = await app.Register("dave");
        var elsewhere = await app.LogIn(dave).ShouldBe(OK);
        await app.Refresh(dave.RefreshToken).ShouldBe(OK);
        await app.Refresh(dave.RefreshToken).ShouldBe(Unauthorized);

        await app.Present(elsewhere.Text("token")!).ShouldBe(OK);
        await app.Refresh(elsewhere.Text("refresh_token")!).ShouldBe(OK);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_the_second_and_ends_the_session()
    {
        for (var i = 0; i < 10; i++)
        {
            using var dave = await app.Register("dave");

            var answers = await Task.WhenAll(app.Refresh(dave.RefreshToken), app.Refresh(dave.RefreshToken));

            answers.Select(answer => answer.StatusCode).ShouldBe([OK, Unauthorized], ignoreOrder: true);
            var won = await answers.Single(answer => answer.StatusCode == OK).ShouldBe(OK);
            await app.Present(won.Text("token")!).ShouldBeUnauthorized();
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwic2lkIjoiMSIsImdlbiI6IjEifQ.")]
    public async Task What_is_no_token_of_ours_is_refused(string token) =>
        await app.Refresh(token).ShouldBeProblem(Unauthorized, "Invalid refresh token");

    [Fact]
    public async Task An_access_token_is_no_refresh_token()
    {
        using var dave = await app.Register("dave");

        await app.Refresh(dave.Token).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await dave.ShowProfile().ShouldBe(OK);
    }

    [Fact]
    public async Task A_token_is_needed()
    {
        await app.Post("/api/accounts/token/refresh/", new { }).ShouldBeInvalid("refresh_token");
        await app.Refresh(" ").ShouldBeInvalid("refresh_token");
    }

    [Fact]
    public async Task A_session_that_nobody_has_used_for_thirty_days_is_over()
    {
        using var dave = await app.Register("dave");
        var days = await app.Value<int>(
            "SELECT round(extract(epoch FROM expires_at - now()) / 86400)::int FROM sessions WHERE user_id = @Id", new { dave.Id });
        days.ShouldBe(30);

        await app.Run("UPDATE sessions SET expires_at = now() WHERE user_id = @Id", new { dave.Id });

        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
    }

    [Fact]
    public async Task Deactivation_ends_it()
    {
        using var admin = await app.RegisterAdmin("admin");
        using var dave = await app.Register("dave");
        await admin.Deactivate(dave).ShouldBe(OK);

        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
    }
}
