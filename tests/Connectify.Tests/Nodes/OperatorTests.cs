using Connectify.Features.Accounts;
using Connectify.Features.Administration;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Nodes;

public sealed class OperatorTests(WithRedis nodes) : OnTwoNodes<WithRedis>(nodes)
{
    [Fact]
    public async Task A_password_that_an_operator_sets_closes_the_users_sockets_on_both_nodes()
    {
        var chat = await Alice.StartConversation(with: Bob);
        var first = await Listen(First, Alice, chat);
        var second = await Listen(Second, Alice, chat);
        var others = await Listen(First, Bob, chat);

        var outcome = await SetPassword.Handle(
            new(null, Alice.Username),
            () => new NewPassword("another one of mine"),
            First.Services.GetRequiredService<Passwords>(),
            First.Db,
            First.Services.GetRequiredService<BackplaneOptions>(),
            TestContext.Current.CancellationToken);

        outcome.Refusal.ShouldBeNull();
        await Closes(first, 4003);
        await Closes(second, 4003);
        await others.ShouldBeSilent();
    }
}
