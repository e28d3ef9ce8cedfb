using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Http;

/// <summary>Nobody is trusted here to say from where a request comes.</summary>
public sealed class PeerTests(PeerTests.Open app) : IClassFixture<PeerTests.Open>
{
    public sealed class Open : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Limits:PasswordFailuresPerAddress", "2")];
    }

    [Fact]
    public async Task What_a_client_says_of_its_own_address_is_not_believed()
    {
        await LogIn("198.51.100.1").ShouldBe(Unauthorized);
        await LogIn("198.51.100.2").ShouldBe(Unauthorized);

        await LogIn("198.51.100.3").ShouldBe(TooManyRequests);
    }

    [Fact]
    public async Task What_a_client_says_of_host_and_scheme_is_not_believed()
    {
        using var alice = await app.Register("alice");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/accounts/organizations/{People.Demo}/users/?page_size=1");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var page = await (await alice.Ask(request)).ShouldBe(OK);

        page.Text("next").ShouldStartWith(app.BaseAddress.ToString());
    }

    private Task<HttpResponseMessage> LogIn(string address) =>
        app.PostFrom(address, "/api/accounts/login/", new { Username = People.Unique("nobody"), Password = "wrong password" });
}
