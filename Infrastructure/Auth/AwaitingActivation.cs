namespace Connectify.Infrastructure.Auth;

/// <summary>Marks what is open to an account that awaits its activation. All else is a 403 for it.</summary>
internal static class AwaitingActivation
{
    internal static TBuilder AllowAwaitingActivation<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Allowed());

    internal static bool IsAllowed(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Allowed>() is not null;

    internal static bool IsAllowed(IEnumerable<object> metadata) => metadata.OfType<Allowed>().Any();

    private sealed record Allowed;
}
