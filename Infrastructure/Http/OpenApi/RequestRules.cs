using System.Text.Json;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>What a request's validator demands.</summary>
internal static class RequestRules
{
    /// <summary>True for the body of a slice.</summary>
    internal static bool IsRequest(Type type) => type.Name == "Request";

    /// <summary>The members that cannot be left out: those that the validator misses in an empty request.</summary>
    internal static HashSet<string> Required(Type request, IServiceProvider services)
    {
        var empty = JsonSerializer.Deserialize("{}", request, Json.Options)!;
        var errors = Validation.Create(request, services) is { } validator ? Validation.Errors(validator, empty) : null;

        return errors?.Keys.ToHashSet() ?? [];
    }
}
