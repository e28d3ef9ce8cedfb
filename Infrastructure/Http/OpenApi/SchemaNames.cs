using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>
/// Names schemas so that each slice has its own: <c>SendMessageRequest</c> for what is nested, <c>MessagePage</c> for
/// what is generic.
/// </summary>
internal sealed class SchemaNames
{
    private readonly ConcurrentDictionary<string, Type> _types = new();

    /// <summary>The name, or null for what is written where it is used.</summary>
    /// <exception cref="InvalidOperationException">Two types have one name, and one would hide the other.</exception>
    internal string? Of(JsonTypeInfo json)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(json) is null || OptionalType.Inner(json.Type) is not null)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        var name = NameOf(type);

        return _types.GetOrAdd(name, type) == type
            ? name
            : throw new InvalidOperationException($"Two types would be called {name} in the OpenAPI document.");
    }

    private static string NameOf(Type type)
    {
        var name = type.IsGenericType
            ? string.Concat(type.GetGenericArguments().Select(NameOf)) + type.Name[..type.Name.IndexOf('`')]
            : type.Name;

        return type.DeclaringType is { } outer ? outer.Name + name : name;
    }
}
