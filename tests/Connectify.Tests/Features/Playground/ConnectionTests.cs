using Connectify.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>A service that goes away and comes back, and a token that ends, while people chat.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_while_the_service_restarts_arrives_once_and_in_order_when_it_is_back()
    {
        await using var database = await Database.Create();
        await using var first = Start(database);
        await first.WaitUntilReady();
        await using var alice = await Window.Of(first.Address, "alice");
        await using var bob = await Window.Of(first.Address, "bob");
        await alice.StartConversation("bob");
        await alice.Say("Before");
        await bob.OpenChat("alice");
        await bob.ShouldShow("Before");

        await first.Terminate();
        await Expect(alice.Connection()).ToContainTextAsync("Offline. Trying again");
        await alice.Say("Meanwhile 1");
        await alice.Say("Meanwhile 2");
        await Expect(alice.Message("Meanwhile 2")).ToContainTextAsync("Waiting for connection");

        var again = alice.Glimpse(".connection", "Connected again");
        await using var second = Start(database, ("ASPNETCORE_URLS", first.Address.ToString()));
        await again;
        await alice.ShouldShow("Meanwhile 1");
        await alice.ShouldShow("Meanwhile 2");
        await bob.ShouldShow("Meanwhile 2");
        await bob.Say("After");
        await alice.ShouldShow("After");

        foreach (var window in new[] { alice, bob })
        {
            await Expect(window.Page.Locator("li.message .text")).ToHaveTextAsync(["Before", "Meanwhile 1", "Meanwhile 2", "After"]);
        }
    }

    [Fact]
    public async Task A_token_that_ends_is_replaced_and_nobody_notices()
    {
        await using var database = await Database.Create();
        await using var service = Start(database, ("Jwt__AccessTokenLifetime", "00:00:04"));
        await service.WaitUntilReady();
        await using var alice = await Window.Open(service.Address);
        var renewed = alice.Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/token/refresh/", StringComparison.Ordinal) && answer.Ok);
        await alice.SignIn("alice");
        await using var bob = await Window.Of(service.Address, "bob");
        await alice.StartConversation("bob");
        await alice.Say("With the first token");
        await bob.OpenChat("alice");
        await bob.ShouldShow("With the first token");

        await renewed;
        await bob.Say("To the second token");
        await alice.ShouldShow("To the second token");
        await alice.Say("With the second token");
        await bob.ShouldShow("With the second token");

        foreach (var window in new[] { alice, bob })
        {
            await Expect(window.Page.Locator("li.message .text"))
                .ToHaveTextAsync(["With the first token", "To the second token", "With the second token"]);
            await Expect(window.Button("Sign in")).ToHaveCountAsync(0);
        }
    }

    private ServiceProcess Start(Database database, params (string, string)[] settings) => ServiceProcess.Start(
        _folder.Path,
        [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Connectify", database.ConnectionString), .. settings]);
}
