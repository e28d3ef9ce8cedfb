using Connectify.Infrastructure.Auth;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Infrastructure.Auth;

/// <summary>How a socket's token is found, asked of an address that answers who the caller is.</summary>
public sealed class SocketTokenTests(StrictApp app) : IClassFixture<StrictApp>
{
    private const string Address = "/ws/who";

    [Fact]
    public async Task It_is_taken_from_the_address_the_header_and_the_subprotocols()
    {
        using var alice = await app.LogIn("alice");

        (await Who($"{Address}?token={alice.Token}")).ShouldBe("alice");
        (await Who(Address, ("Authorization", $"Bearer {alice.Token}"))).ShouldBe("alice");
        (await Who(Address, ("Sec-WebSocket-Protocol", $"bearer, {alice.Token}"))).ShouldBe("alice");
        (await Who($"{Address}?token=x", ("Sec-WebSocket-Protocol", $"bearer,{alice.Token}"))).ShouldBe("alice");
    }

    [Fact]
    public async Task Without_one_that_is_good_nobody_is_there()
    {
        using var alice = await app.LogIn("alice");

        (await Who(Address)).ShouldBe("nobody");
        (await Who($"{Address}?token=")).ShouldBe("nobody");
        (await Who($"{Address}?token=garbage")).ShouldBe("nobody");
        (await Who($"{Address}?token={alice.Token}&token={alice.Token}")).ShouldBe("nobody");
        (await Who(Address, ("Sec-WebSocket-Protocol", "bearer"))).ShouldBe("nobody");
        (await Who(Address, ("Sec-WebSocket-Protocol", alice.Token))).ShouldBe("nobody");
        (await Who($"{Address}?token={alice.Token}", ("Authorization", "Bearer garbage"))).ShouldBe("nobody");
        (await Who($"{Address}?token={alice.RefreshToken}")).ShouldBe("nobody");
        (await Who($"/elsewhere?token={alice.Token}")).ShouldBe("nobody");
    }

    [Fact]
    public async Task Who_awaits_activation_is_nobody()
    {
        using var dave = await app.Register("dave");

        (await Who($"{Address}?token={dave.Token}")).ShouldBe("nobody");
    }

    private async Task<string> Who(string address, params (string Name, string Value)[] headers)
    {
        await using var service = await FakeService.Start(
            routes =>
            {
                routes.MapGet(Address, (HttpContext context) => Me.Of(context)?.Username ?? "nobody");
                routes.MapGet("/elsewhere", (HttpContext context) => Me.Of(context)?.Username ?? "nobody");
            },
            add: builder =>
            {
                builder.Configuration["Jwt:SigningKey"] = "a key of the tests, which is long enough";
                builder.Services.AddSingleton(app.Db);
                builder.AddJwtAuthentication();
            },
            use: service => service.UseAuthentication());

        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
