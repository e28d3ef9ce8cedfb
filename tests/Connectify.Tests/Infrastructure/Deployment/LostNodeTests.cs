using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>One of two nodes goes, and nobody has to know.</summary>
public sealed class LostNodeTests(BehindNginx service) : IClassFixture<BehindNginx>, IAsyncLifetime
{
    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(NginxServer.Missing is not null, NginxServer.Missing ?? "");

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task When_a_node_is_killed_the_other_one_serves()
    {
        using var alice = await service.LogIn("alice");
        using var bob = await service.LogIn("bob");
        var chat = await BehindNginx.Conversation(of: alice, with: bob);

        await service.First.Kill();

        for (var count = 0; count < 5; count++)
        {
            var message = await alice.Say(chat, $"message {count}");
            await alice.Edit(message, $"message {count}, edited").ShouldBe(OK);
            await bob.Show(message).ShouldBe(OK);
            await alice.Delete(message).ShouldBe(NoContent);
            using var socket = await service.Listen(bob, chat);
            await socket.ShouldBeSilent();
        }
    }
}
