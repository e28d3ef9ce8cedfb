using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Administration;

public sealed class SetPasswordTests(App app) : IClassFixture<App>
{
    private readonly Operator _operator = Operator.Of(app);

    [Fact]
    public async Task The_new_password_opens_and_every_session_has_ended()
    {
        using var dave = await app.Register("dave");
        using var elsewhere = await app.LogIn(dave.Username);

        var changed = (await Set(dave.Username, ["--password-stdin", "--json"], "another one of mine\r\n")).ShouldBeDone().Json;

        changed.Members().ShouldBe(["id", "username", "ended_sessions"]);
        changed.Number("ended_sessions").ShouldBe(2);
        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.Refresh(elsewhere.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.LogIn(dave).ShouldBeProblem(Unauthorized, "Invalid username or password");
        await app.LogIn(dave, "another one of mine").ShouldBe(OK);
    }

    [Fact]
    public async Task A_node_that_runs_closes_the_users_sockets_within_five_seconds()
    {
        using var dave = await app.Register("dave");
        using var erin = await app.Register("erin");
        var chat = await dave.StartConversation(with: erin);
        using var socket = await app.Listen(dave, chat);
        await socket.ShouldBeSilent();

        (await Set(dave.Username, ["--generate-password"])).ShouldBeDone();

        await socket.ShouldClose(4003).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_user_has_to_be_there()
    {
        (await Set("nobody", ["--generate-password"])).ShouldBeRefused("There is no user nobody.");
    }

    [Fact]
    public async Task Where_an_organization_is_named_the_user_has_to_be_in_it()
    {
        using var dave = await app.Register("dave");
        var organization = await app.Organization();

        (await Set(dave.Username, ["--generate-password", "--organization", $"{organization}"]))
            .ShouldBeRefused($"There is no user {dave.Username} in {organization}.");
        await dave.ShowProfile().ShouldBe(OK);
        (await Set(dave.Username, ["--generate-password", "--organization", "demo"])).ShouldBeDone();
    }

    private Task<Operator.Answer> Set(string username, string[] rest, string piped = "") =>
        _operator.Says(["users", "set-password", "--username", username, .. rest], piped);
}
