namespace Connectify.Infrastructure.Http.OpenApi;

internal static class OptionalType
{
    /// <summary>The type that may be absent, or null where it is none of those.</summary>
    internal static Type? Inner(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : null;
}
