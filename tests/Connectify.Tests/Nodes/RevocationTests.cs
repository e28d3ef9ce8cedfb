using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Nodes;

/// <summary>What is taken from a user on one node is taken on both.</summary>
public abstract class RevocationTests<TNodes>(TNodes nodes) : OnTwoNodes<TNodes>(nodes)
    where TNodes : TwoNodes
{
    // What is known of a session is believed for four seconds where nobody says otherwise.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    // Between two looks at what tells nobody when it changes; without it the looking takes the machine from all others.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private long _chat;
    private ChatSocket _ofBob = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _chat = await Alice.StartConversation(with: Bob);
        _ofBob = await Listen(Second, Bob, _chat);
    }

    [Fact]
    public async Task A_session_that_is_ended_closes_its_sockets_on_the_other_node_and_no_others()
    {
        var elsewhere = Close(await First.LogIn(Bob.Username));
        var stays = await Listen(Second, elsewhere, _chat);

        await First.LogOut(Bob.RefreshToken).ShouldBe(NoContent);

        await Closes(_ofBob, 4003);
        await stays.ShouldBeSilent();
    }

    [Fact]
    public async Task The_token_of_an_ended_session_is_refused_by_the_other_node()
    {
        await Bob.ShowProfile().ShouldBe(OK);

        await First.LogOut(Bob.RefreshToken).ShouldBe(NoContent);

        await UntilRefused().WaitAsync(Nodes is WithRedis ? Soon : Nodes.Delay, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_refresh_token_of_an_ended_session_is_refused_by_the_other_node_at_once()
    {
        await First.LogOut(Bob.RefreshToken).ShouldBe(NoContent);

        await Second.Refresh(Bob.RefreshToken).ShouldBeProblem(Unauthorized, "Invalid refresh token");
    }

    [Fact]
    public async Task A_changed_password_closes_the_users_sockets_on_the_other_node()
    {
        using var elsewhere = await First.LogIn(Bob.Username);

        await elsewhere.Post(
            "/api/accounts/password/", new { current_password = Person.Password, new_password = "another password" }).ShouldBe(OK);

        await Closes(_ofBob, 4003);
    }

    [Fact]
    public async Task Deactivation_closes_the_users_sockets_on_the_other_node()
    {
        using var admin = await First.RegisterAdmin("admin");

        await admin.Deactivate(Bob).ShouldBe(OK);

        await Closes(_ofBob, 4003);
    }

    [Fact]
    public async Task Deactivation_in_one_organization_closes_the_sockets_there_on_the_other_node_and_no_others()
    {
        using var admin = await First.Register("admin");
        var organization = await First.Organization((Bob, "USER"), (admin, "ADMIN"));
        var there = await admin.StartConversation(with: Bob, organization: organization);
        var ofThere = await Listen(Second, Bob, there);

        await admin.Deactivate(Bob).ShouldBe(OK);

        await Closes(ofThere, 4004);
        await _ofBob.ShouldBeSilent();
    }

    [Fact]
    public async Task A_block_keeps_the_two_from_seeing_each_other_type_on_the_other_node()
    {
        var ofAlice = await Listen(Second, Alice, _chat);

        await Alice.Block(Bob);

        await InTime(Until(isTypingShown: false, ofAlice));
    }

    [Fact]
    public async Task The_end_of_a_block_lets_the_two_see_each_other_type_on_the_other_node()
    {
        var ofAlice = await Listen(Second, Alice, _chat);
        var block = await Alice.Block(Bob);
        await InTime(Until(isTypingShown: false, ofAlice));

        await Alice.Unblock(block).ShouldBe(NoContent);

        await InTime(Until(isTypingShown: true, ofAlice));
    }

    [Fact]
    public async Task A_message_to_somebody_who_has_blocked_on_the_other_node_is_refused_at_once()
    {
        await Alice.Block(Bob);

        await Bob.Send(_chat, "hello").ShouldBeProblem(Forbidden, "You have been blocked by this user");
    }

    private async Task UntilRefused()
    {
        while ((await Bob.ShowProfile()).StatusCode != Unauthorized)
        {
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    // Bob types and stops, again and again.
    private async Task<bool> Until(bool isTypingShown, ChatSocket ofAlice)
    {
        while (true)
        {
            await _ofBob.Send(new { Type = "typing", IsTyping = true });
            await _ofBob.Converse("""{"type":"typing","is_typing":false}""");

            if ((await ofAlice.Converse(null)).Any(frame => frame.Text("type") == "typing") == isTypingShown)
            {
                return true;
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}

public sealed class RevocationWithRedisTests(WithRedis nodes) : RevocationTests<WithRedis>(nodes);

public sealed class RevocationWithRedisClusterTests(WithRedisCluster nodes) : RevocationTests<WithRedisCluster>(nodes);

public sealed class RevocationWithoutRedisTests(WithoutRedis nodes) : RevocationTests<WithoutRedis>(nodes);
