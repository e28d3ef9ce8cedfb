using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

public sealed class LogOutTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_tokens_of_the_session_are_dead_at_once()
    {
        using var dave = await app.Register("dave");
        await dave.ShowProfile().ShouldBe(OK);

        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);

        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
    }

    [Fact]
    public async Task The_other_sessions_of_the_user_go_on()
    {
        using var dave = await app.Register("dave");
        var elsewhere = await app.LogIn(dave).ShouldBe(OK);

        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);

        await app.Present(elsewhere.Text("token")!).ShouldBe(OK);
    }

    [Fact]
    public async Task Once_more_is_fine()
    {
        using var dave = await app.Register("dave");

        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);
        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);
    }

    [Fact]
    public async Task A_refresh_token_that_has_been_used_ends_the_session_too()
    {
        using var dave = await app.Register("dave");
        var newer = await app.Refresh(dave.RefreshToken).ShouldBe(OK);

        await app.LogOut(dave.RefreshToken).ShouldBe(NoContent);

        await app.Present(newer.Text("token")!).ShouldBeUnauthorized();
    }

    [Fact]
    public async Task Only_a_refresh_token_of_ours_will_do()
    {
        using var dave = await app.Register("dave");

        await app.LogOut("garbage").ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.LogOut(dave.Token).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.Post("/api/accounts/logout/", new { }).ShouldBeInvalid("refresh_token");
        await dave.ShowProfile().ShouldBe(OK);
    }
}
