namespace Connectify.Infrastructure.Http;

/// <summary>What an operation is called in the OpenAPI document, where its slice has given its own name to another one.</summary>
internal sealed record OperationName(string Name);

internal static class OperationNames
{
    internal static TBuilder Named<TBuilder>(this TBuilder routes, string name)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new OperationName(name));
}
