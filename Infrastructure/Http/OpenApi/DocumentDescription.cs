using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>What stands above the operations: the name, how to sign in, and each path in its first spelling.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    internal const string Bearer = "Bearer";

    private const string About = """
        Messaging between the users of an organization: conversations, group chats, and who reads what.

        Register or log in, and send the `token` of the answer as `Authorization: Bearer …`. Every path works with and
        without its last `/`. Errors are `application/problem+json`: `detail` is the text, and `errors` names what is
        wrong with each member of a body or query. A request that creates something may be repeated with the same
        `Idempotency-Key`.

        What happens in a chat is shown live over WebSockets: [their page](/asyncapi).
        """;

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Connectify", Version = "1", Description = About };

        // The document is the same wherever it is served.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
        };

        var paths = document.Paths;
        document.Paths = [];

        foreach (var (path, item) in paths)
        {
            document.Paths.Add(Spelled(path), item);
        }

        return Task.CompletedTask;
    }

    /// <summary>As the API is written down: parameters in snake_case, and a slash at the end.</summary>
    private static string Spelled(string path)
    {
        var segments = path.Trim('/').Split('/').Select(segment =>
            segment.StartsWith('{') ? $"{{{OperationDescriptions.Spelled(segment.Trim('{', '}'))}}}" : segment);

        return $"/{string.Join('/', segments)}/";
    }
}
