using System.Reflection;
using System.Text.RegularExpressions;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Conventions;

public sealed class RouteTests(App app) : IClassFixture<App>
{
    private IReadOnlyList<(string Route, Endpoint Endpoint)> Routes =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
            (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            .Select(method => ($"{method} {Spelled(endpoint)}", (Endpoint)endpoint))),
    ];

    [Fact]
    public void No_route_is_mapped_twice()
    {
        Routes.ShouldNotBeEmpty();
        Routes.Select(route => route.Route).ShouldBeUnique();
    }

    [Fact]
    public void Whatever_is_not_for_signing_in_or_signed_itself_needs_a_token()
    {
        var open = Routes.Where(route =>
            route.Route.Contains(" /api/")
            && (route.Endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                || route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null));

        open.Select(route => route.Route).Order().ShouldBe(
        [
            "GET /api/messaging/attachments/{:long}",
            "GET /api/messaging/attachments/{:long}/thumbnail",
            "GET /api/messaging/avatars/{:long}",
            "HEAD /api/messaging/attachments/{:long}",
            "HEAD /api/messaging/attachments/{:long}/thumbnail",
            "HEAD /api/messaging/avatars/{:long}",
            "POST /api/accounts/login",
            "POST /api/accounts/logout",
            "POST /api/accounts/register",
            "POST /api/accounts/token/refresh",
        ]);
    }

    [Fact]
    public void What_is_said_of_an_address_that_is_documented_holds_for_its_other_spellings()
    {
        var routes = Routes.Where(route => route.Route.Contains(" /api/")).Select(route => route.Endpoint).ToList();
        var others = routes.Where(IsOtherSpelling).ToList();

        others.Count.ShouldBeGreaterThan(10);
        others.ShouldAllBe(other => routes.Any(route => !IsOtherSpelling(route) && AreServedAlike(route, other)));
    }

    private static bool IsOtherSpelling(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null;

    private static bool AreServedAlike(Endpoint one, Endpoint other) =>
        one.Metadata.GetMetadata<MethodInfo>() == other.Metadata.GetMetadata<MethodInfo>() && Said(one).SequenceEqual(Said(other));

    private static IEnumerable<string> Said(Endpoint endpoint) => endpoint.Metadata
        .Where(said => said is not (IExcludeFromDescriptionMetadata or IHttpMethodMetadata or IRouteDiagnosticsMetadata))
        .Select(said => said.ToString()!).Order();

    // {chatId:long} and {id:long} are one route.
    private static string Spelled(RouteEndpoint endpoint) =>
        "/" + Regex.Replace(endpoint.RoutePattern.RawText!, @"\{\w+", "{").Trim('/').ToLowerInvariant();
}
