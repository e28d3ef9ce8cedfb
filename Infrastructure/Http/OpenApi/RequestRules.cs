using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>What a request's validator demands.</summary>
internal static class RequestRules
{
    /// <summary>True for the body of a slice.</summary>
    internal static bool IsRequest(Type type) => type.Name == "Request";

    /// <summary>
    /// The members that cannot be left out: those that the validator misses in an empty request, and in one that has all
    /// the others too. So of two that stand for each other neither is required.
    /// </summary>
    internal static HashSet<string> Required(Type request, IServiceProvider services)
    {
        if (Validation.Create(request, services) is not { } validator)
        {
            return [];
        }

        return
        [
            .. Missed(validator, request, [])
                .Where(member => Missed(validator, request, AllBut(member, request)).Contains(member)),
        ];
    }

    private static HashSet<string> Missed(IValidator validator, Type request, JsonObject json) =>
        [.. Validation.Errors(validator, json.Deserialize(request, Json.Options)!)?.Keys ?? Enumerable.Empty<string>()];

    private static JsonObject AllBut(string member, Type request)
    {
        var others =
            from property in Json.Options.GetTypeInfo(request).Properties
            where property.Name != member
            let type = OptionalType.Inner(property.PropertyType) ?? property.PropertyType
            let sample = type == typeof(string) ? JsonValue.Create("x") : type == typeof(long?) ? JsonValue.Create(1) : null
            where sample is not null
            select KeyValuePair.Create(property.Name, (JsonNode?)sample);

        return new JsonObject(others);
    }
}
