using System.Text.Json.Nodes;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Auth;

public sealed class AuthenticationTests(App app) : IClassFixture<App>
{
    private static readonly string[] Anonymous =
    [
        "/api/accounts/register", "/api/accounts/login", "/api/accounts/token/refresh", "/api/accounts/logout",
        "/api/messaging/attachments/{attachmentId:long}", "/api/messaging/attachments/{attachmentId:long}/thumbnail",
        "/api/messaging/avatars/{avatarId:long}",
    ];

    [Fact]
    public async Task Every_endpoint_of_the_API_but_for_signing_in_and_signed_URLs_needs_a_token()
    {
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .ToArray();
        endpoints.Length.ShouldBeGreaterThan(Anonymous.Length);
        using var nobody = app.CreateClient();

        foreach (var endpoint in endpoints.Where(endpoint => !Anonymous.Contains(endpoint.RoutePattern.RawText!.TrimEnd('/'))))
        {
            endpoint.Metadata.GetMetadata<IAuthorizeData>().ShouldNotBeNull(endpoint.DisplayName);
            var path = string.Concat(endpoint.RoutePattern.PathSegments
                .Select(segment => segment.Parts[0] is RoutePatternLiteralPart literal ? $"/{literal.Content}" : "/1"));

            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                var response = await nobody.SendAsync(request, TestContext.Current.CancellationToken);

                await response.ShouldBeUnauthorized();
            }
        }
    }

    [Fact]
    public async Task A_token_says_who_and_which_session_and_nothing_about_rights()
    {
        using var alice = await app.LogIn("alice");

        var claims = Forger.Claims(alice.Token);

        claims.Select(claim => claim.Key).ShouldBe(["sub", "sid", "gen", "iss", "aud", "iat", "exp"], ignoreOrder: true);
        claims["sub"]!.GetValue<string>().ShouldBe($"{alice.Id}");
    }

    [Fact]
    public async Task A_token_of_ours_is_accepted_also_when_it_is_signed_anew()
    {
        using var alice = await app.LogIn("alice");

        await app.Present(app.Forge(alice.Token)).ShouldBe(OK);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("nOnE")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    [InlineData("")]
    public async Task Another_algorithm_is_refused(string algorithm)
    {
        using var alice = await app.LogIn("alice");

        await app.Present(app.Forge(alice.Token, header: header => header["alg"] = algorithm)).ShouldBeUnauthorized();
    }

    [Fact]
    public async Task Another_key_is_refused_also_where_the_header_brings_it()
    {
        using var alice = await app.LogIn("alice");
        var key = "another key, which is long enough too";

        await app.Present(app.Forge(alice.Token, key: key)).ShouldBeUnauthorized();
        await app.Present(app.Forge(alice.Token, key: key, header: header =>
        {
            header["kid"] = "../../dev/null";
            header["jku"] = "http://127.0.0.1:9/keys";
            header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "YW5vdGhlciBrZXksIHdoaWNoIGlzIGxvbmcgZW5vdWdoIHRvbw" };
        })).ShouldBeUnauthorized();
    }

    [Theory]
    [InlineData("exp", -1)]
    [InlineData("exp", -240)]
    [InlineData("nbf", 60)]
    public async Task A_token_that_has_expired_or_is_not_good_yet_is_refused(string claim, int seconds)
    {
        using var alice = await app.LogIn("alice");
        var time = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

        await app.Present(app.Forge(alice.Token, claims => claims[claim] = time)).ShouldBeUnauthorized();
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("sid")]
    public async Task A_token_that_lacks_something_is_refused(string claim)
    {
        using var alice = await app.LogIn("alice");

        await app.Present(app.Forge(alice.Token, claims => claims.Remove(claim))).ShouldBeUnauthorized();
    }

    [Theory]
    [InlineData("iss", "somebody")]
    [InlineData("aud", "something")]
    [InlineData("sub", "0")]
    [InlineData("sub", "x")]
    [InlineData("sid", "9223372036854775807")]
    [InlineData("sid", "9223372036854775808")]
    public async Task A_token_for_something_else_is_refused(string claim, string value)
    {
        using var alice = await app.LogIn("alice");

        await app.Present(app.Forge(alice.Token, claims => claims[claim] = value)).ShouldBeUnauthorized();
    }

    [Fact]
    public async Task A_session_belongs_to_its_user()
    {
        using var alice = await app.LogIn("alice");
        using var bob = await app.LogIn("bob");

        await app.Present(app.Forge(alice.Token, claims => claims["sub"] = $"{bob.Id}")).ShouldBeUnauthorized();
    }

    [Fact]
    public async Task A_refresh_token_opens_nothing()
    {
        using var alice = await app.LogIn("alice");

        await app.Present(alice.RefreshToken).ShouldBeUnauthorized();
        await app.Present(app.Forge(alice.RefreshToken, header: header => header["typ"] = "JWT")).ShouldBeUnauthorized();
        await app.Present(app.Forge(alice.RefreshToken, claims => claims["aud"] = "connectify")).ShouldBeUnauthorized();
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task Garbage_is_refused(string token) => await app.Present(token).ShouldBeUnauthorized();

    [Fact]
    public async Task A_token_in_the_address_opens_no_endpoint_of_the_API()
    {
        using var alice = await app.LogIn("alice");

        await app.Get($"{AccountVerbs.Profile}?token={alice.Token}").ShouldBeUnauthorized();
    }

    [Fact]
    public async Task Who_signs_in_may_bring_a_bad_token()
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer garbage");
        using var body = System.Net.Http.Json.JsonContent.Create(new { username = "alice", password = Person.PasswordOf("alice") });

        await client.PostAsync("/api/accounts/login", body, TestContext.Current.CancellationToken).ShouldBe(OK);
    }
}
