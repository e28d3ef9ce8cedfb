namespace Connectify.Infrastructure.Http;

/// <summary>Routes with more than one spelling or method, served by one handler. OpenAPI shows the first.</summary>
internal static class Spellings
{
    /// <summary>Maps POST for every spelling.</summary>
    internal static IEndpointConventionBuilder MapPost(
        this IEndpointRouteBuilder routes, string[] spellings, Delegate handler) =>
        Map(spellings, pattern => routes.MapPost(pattern, handler));

    /// <summary>Maps DELETE for every spelling.</summary>
    internal static IEndpointConventionBuilder MapDelete(
        this IEndpointRouteBuilder routes, string[] spellings, Delegate handler) =>
        Map(spellings, pattern => routes.MapDelete(pattern, handler));

    /// <summary>Maps GET, and HEAD, which OpenAPI leaves out.</summary>
    internal static IEndpointConventionBuilder MapDownload(
        this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        new All([
            routes.MapGet(pattern, handler),
            routes.MapMethods(pattern, [HttpMethods.Head], handler).ExcludeFromDescription(),
        ]);

    private static All Map(string[] spellings, Func<string, RouteHandlerBuilder> map)
    {
        var first = map(spellings[0]);
        var others = spellings[1..].Select(spelling => map(spelling).ExcludeFromDescription());

        return new All([first, .. others]);
    }

    private sealed class All(IReadOnlyList<IEndpointConventionBuilder> endpoints) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention)
        {
            foreach (var endpoint in endpoints)
            {
                endpoint.Add(convention);
            }
        }

        public void Finally(Action<EndpointBuilder> finallyConvention)
        {
            foreach (var endpoint in endpoints)
            {
                endpoint.Finally(finallyConvention);
            }
        }
    }
}
