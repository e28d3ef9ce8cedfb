using Connectify.Features.Accounts;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Accounts;

/// <summary>The whole life of an account, where who registers is let in at once.</summary>
public sealed class AccountLifeTests(App app) : AccountLife<App>(app)
{
    protected override bool MustWait => false;
}

/// <summary>The whole life of an account, where who registers has to be activated first.</summary>
public sealed class StrictAccountLifeTests(StrictApp app) : AccountLife<StrictApp>(app)
{
    protected override bool MustWait => true;
}

public abstract class AccountLife<TApp>(TApp app) : IClassFixture<TApp>
    where TApp : App
{
    private const string Conversations = ChatVerbs.ConversationsPath;

    protected abstract bool MustWait { get; }

    [Fact]
    public async Task An_account_is_registered_let_in_promoted_shut_out_and_let_in_again()
    {
        using var alice = await app.LogIn("alice");
        using var dave = await app.Register("dave");

        if (MustWait)
        {
            await dave.ShowProfile().ShouldBe(OK);
            await dave.Get(Conversations).ShouldBeProblem(Forbidden, "Your account is awaiting activation");
            await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is awaiting activation");
            await alice.Activate(dave).ShouldBe(OK);
        }

        var chat = await dave.StartConversation(with: alice);
        using var socket = await app.Listen(dave, chat);
        await socket.ShouldBeSilent();
        (await dave.ListUsers().ShouldBe(OK)).ToString().ShouldNotContain(alice.Email);

        await alice.ChangeRole(dave, Roles.Admin).ShouldBe(OK);
        (await dave.ListUsers().ShouldBe(OK)).ToString().ShouldContain(alice.Email);

        await alice.Deactivate(dave).ShouldBe(OK);
        await socket.ShouldClose(4003);
        await dave.ShowProfile().ShouldBeUnauthorized();
        await app.Refresh(dave.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
        await app.LogIn(dave).ShouldBeProblem(Forbidden, "Your account is deactivated");

        await alice.Reactivate(dave).ShouldBe(OK);
        await dave.ShowProfile().ShouldBeUnauthorized();
        using var again = await app.LogIn(dave.Username);
        (await again.ShowConversation(chat).ShouldBe(OK)).Number("id").ShouldBe(chat);
        (await again.ListUsers().ShouldBe(OK)).ToString().ShouldContain(alice.Email);
    }

    [Fact]
    public async Task In_several_organizations_each_has_its_own_say()
    {
        using var alice = await app.LogIn("alice");
        using var boss = await app.Register("boss");
        var elsewhere = await app.Organization((boss, Roles.Admin));
        using var dave = await app.Register("dave");
        await alice.Activate(dave).ShouldBe(OK);
        await dave.Join(elsewhere).ShouldBe(Created);
        await boss.Activate(dave).ShouldBe(OK);
        var here = await dave.StartConversation(with: alice);
        var there = await dave.StartConversation(with: boss, organization: elsewhere);
        using var ofHere = await app.Listen(dave, here);
        using var ofThere = await app.Listen(dave, there);
        await ofHere.ShouldBeSilent();

        await alice.Deactivate(dave).ShouldBe(OK);

        await ofHere.ShouldClose(4004);
        await dave.ShowConversation(here).ShouldBeProblem(NotFound, "Conversation not found");
        await dave.ListUsers().ShouldBeProblem(NotFound, "Organization not found");
        await ofThere.ShouldBeSilent();
        await dave.Say(there, "still here");
        (await dave.Conversations()).Select(conversation => conversation.Id).ShouldBe([there]);

        await boss.Deactivate(dave).ShouldBe(OK);
        await ofThere.ShouldClose(4003);
        await dave.ShowProfile().ShouldBeUnauthorized();
    }
}
