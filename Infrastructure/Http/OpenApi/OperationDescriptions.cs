using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>
/// Describes an operation by its slice: the class's name and doc sentence, what its self-binding parameters read from
/// query and headers, and whether it needs a token.
/// </summary>
internal sealed class OperationDescriptions : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;

        if (metadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType is { } slice)
        {
            operation.OperationId ??= metadata.OfType<OperationName>().FirstOrDefault()?.Name
                ?? NameOf(slice, context.Description.HttpMethod);
            (operation.Summary, operation.Description) = DocComments.Of(slice);
        }

        operation.Parameters =
        [
            .. PathOf(context.Description.RelativePath!),
            .. operation.Parameters?.Where(parameter => parameter.In is not ParameterLocation.Path) ?? [],
            .. QueryOf(metadata),
            .. HeadersOf(metadata),
        ];

        AddFiles(operation, [.. metadata.OfType<FilePartAttribute>()]);

        if (IsForCallers(metadata))
        {
            var scheme = new OpenApiSecuritySchemeReference(DocumentDescription.Bearer, context.Document);
            operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        }

        return Task.CompletedTask;
    }

    // Beside the members of the request.
    private static void AddFiles(OpenApiOperation operation, IReadOnlyList<FilePartAttribute> parts)
    {
        if (parts.Count > 0 && operation.RequestBody?.Content?.TryGetValue("multipart/form-data", out var form) is true)
        {
            var files = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = parts.ToDictionary(part => part.Name, SchemaOf) };
            form.Schema = new OpenApiSchema { AllOf = [form.Schema!, files] };
        }
    }

    private static IOpenApiSchema SchemaOf(FilePartAttribute part)
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };

        return part.IsSingle
            ? new OpenApiSchema { Type = file.Type, Format = file.Format, Description = part.Description }
            : new OpenApiSchema { Type = JsonSchemaType.Array, Items = file, Description = part.Description };
    }

    internal static bool IsForCallers(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();

    internal static string Spelled(string parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter);

    // One handler may serve both ways to change a thing; only one of them may have its name.
    private static string NameOf(Type slice, string? method) =>
        method == HttpMethods.Patch ? slice.Name.Replace("Update", "Patch", StringComparison.Ordinal) : slice.Name;

    // From the path and not from the handler, some of whose parameters read it themselves. All are ids.
    private static IEnumerable<OpenApiParameter> PathOf(string path) =>
        path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => new OpenApiParameter
        {
            Name = Spelled(segment.Trim('{', '}').Split(':')[0]),
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        });

    private static IEnumerable<OpenApiParameter> QueryOf(IList<object> metadata) =>
        metadata.OfType<QueryParameter>().Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = parameter.Type == "integer"
                ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" }
                : new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static IEnumerable<OpenApiParameter> HeadersOf(IList<object> metadata) =>
        metadata.OfType<HeaderParameter>().Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Header,
            Description = parameter.Description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
}
