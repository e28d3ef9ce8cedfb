using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>
/// Adds to a schema what the type alone does not tell: its static <c>Example</c>, and which members are always there. In
/// an answer all are; in a request those that its validator demands.
/// </summary>
internal sealed class SchemaDescriptions : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var (type, member, services) = (context.JsonTypeInfo.Type, context.JsonPropertyInfo, context.ApplicationServices);

        if (OptionalType.Inner(type) is { } inner)
        {
            var shown = await context.GetOrCreateSchemaAsync(inner, cancellationToken: cancellationToken);
            (schema.Type, schema.Format, schema.Items) = (shown.Type | JsonSchemaType.Null, shown.Format, shown.Items);
            schema.Description = IsAboutOptional(schema.Description) ? null : schema.Description;
        }
        else if (type == typeof(string))
        {
            // The dialect reads text by a converter of its own, and what that takes nobody else knows.
            schema.Type = JsonSchemaType.String | (member is { IsGetNullable: true } ? JsonSchemaType.Null : 0);
        }

        // A nullable list of texts comes without what is in it.
        if (schema is { Type: { } kind, Items: null } && kind.HasFlag(JsonSchemaType.Array) && type.IsGenericType)
        {
            schema.Items = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], cancellationToken: cancellationToken);
        }

        if (member is not null && RequestRules.IsRequest(member.DeclaringType))
        {
            var isRequired = RequestRules.Required(member.DeclaringType, services).Contains(member.Name);
            schema.Type = isRequired ? schema.Type & ~JsonSchemaType.Null : schema.Type;
        }
        else if (context.JsonTypeInfo.Kind is JsonTypeInfoKind.Object)
        {
            schema.Examples = ExampleOf(type) is { } example ? [example] : null;
            schema.Required = RequestRules.IsRequest(type)
                ? RequestRules.Required(type, services)
                : schema.Properties?.Keys.ToHashSet();
        }
    }

    private static bool IsAboutOptional(string? description) =>
        description?.TrimEnd('.') == DocComments.Of(typeof(Optional<>)).Summary;

    private static JsonNode? ExampleOf(Type type) =>
        type.GetProperty("Example", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { } example
            ? JsonSerializer.SerializeToNode(example.GetValue(null), type, Json.Options)
            : null;
}
