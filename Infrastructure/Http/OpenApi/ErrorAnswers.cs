using System.Text.Json;
using Connectify.Infrastructure.Auth;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http.OpenApi;

/// <summary>
/// Adds every error that an operation may answer: those that its kind brings with it, and those that its handler names.
/// </summary>
internal sealed class ErrorAnswers(RefusalCatalogue refusals, IReadOnlyList<string> toActive)
    : IOpenApiOperationTransformer
{
    private const string MediaType = "application/problem+json";

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        document.AddComponent(ProblemSchema.Name, ProblemSchema.Create());
        operation.Responses ??= [];

        foreach (var (status, errors) in ByStatus(operation, context.Description.ActionDescriptor.EndpointMetadata))
        {
            operation.Responses[$"{status}"] = errors is [var only]
                ? Shared(only, document)
                : Answer(errors, document);
        }

        return Task.CompletedTask;
    }

    private IEnumerable<(int Status, List<Error> Errors)> ByStatus(OpenApiOperation operation, IList<object> metadata) =>
        metadata.OfType<RefusesAttribute>().SelectMany(attribute => attribute.Refusals)
            .Concat(OperationDescriptions.IsForCallers(metadata) && !AwaitingActivation.IsAllowed(metadata) ? toActive : [])
            .Distinct()
            .Select(name => new Error(name, refusals.Find(name)))
            .Concat(OfItsKind(operation))
            .GroupBy(error => error.Problem.Status!.Value)
            .OrderBy(errors => errors.Key)
            .Select(errors => (errors.Key, errors.ToList()));

    private static IEnumerable<Error> OfItsKind(OpenApiOperation operation)
    {
        var hasBody = operation.RequestBody is not null;
        var parameters = operation.Parameters?.Select(parameter => parameter.In).ToHashSet() ?? [];

        if (hasBody || parameters.Contains(ParameterLocation.Query) || parameters.Contains(ParameterLocation.Header))
        {
            yield return new("InvalidInput", Problem.Invalid("member", "What is wrong with it.").ProblemDetails);
        }

        if (operation.Security is { Count: > 0 })
        {
            yield return Of("NoToken", Status401Unauthorized);
        }

        if (parameters.Contains(ParameterLocation.Path))
        {
            yield return Of("NotFound", Status404NotFound);
        }

        if (hasBody)
        {
            yield return Of("TooLarge", Status413PayloadTooLarge);
            yield return Of("UnsupportedType", Status415UnsupportedMediaType);
        }

        yield return Of("DatabaseUnavailable", Status503ServiceUnavailable);
    }

    private static Error Of(string name, int status) => new(name, ProblemSetup.Of(status).ProblemDetails);

    /// <summary>An answer that is the same for many operations, and written once.</summary>
    private static OpenApiResponseReference Shared(Error error, OpenApiDocument document)
    {
        document.AddComponent(error.Name, Answer([error], document));

        return new OpenApiResponseReference(error.Name, document);
    }

    private static OpenApiResponse Answer(List<Error> errors, OpenApiDocument document) => new()
    {
        Description = errors[0].Problem.Title,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = errors.ToDictionary(error => error.Name, IOpenApiExample (error) => Example(error.Problem)),
            },
        },
    };

    private static OpenApiExample Example(ProblemDetails problem) => new OpenApiExample
    {
        Summary = problem.Detail,
        Value = JsonSerializer.SerializeToNode(problem, Json.Options),
    };

    private sealed record Error(string Name, ProblemDetails Problem);
}
