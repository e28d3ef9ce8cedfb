using Scalar.AspNetCore;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>The OpenAPI document, <c>/openapi/v1.json</c>, and the page that shows it, <c>/scalar</c>.</summary>
internal static class OpenApiSetup
{
    /// <param name="builder">The service that is described.</param>
    /// <param name="refusals">The class of all refusals, in which <see cref="RefusesAttribute"/> looks names up.</param>
    /// <param name="toActive">Refusals that may be the answer wherever an active account is needed.</param>
    internal static WebApplicationBuilder AddOpenApi(
        this WebApplicationBuilder builder, Type refusals, params string[] toActive)
    {
        var catalogue = new RefusalCatalogue(refusals);
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddOpenApi("v1", options =>
        {
            options.CreateSchemaReferenceId = new SchemaNames().Of;
            options.AddSchemaTransformer<SchemaDescriptions>();
            options.AddOperationTransformer(new OperationDescriptions());
            options.AddOperationTransformer(new ErrorAnswers(catalogue, toActive));
            options.AddDocumentTransformer(new DocumentDescription());
        });

        return builder;
    }

    internal static IEndpointRouteBuilder MapOpenApiPages(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/scalar", page => page
            .WithTitle("Connectify")
            .AddPreferredSecuritySchemes(DocumentDescription.Bearer)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools());

        return routes;
    }
}
