using System.Reflection;
using System.Text.Json;
using Connectify.Infrastructure.Attachments;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>A body that its handler reads itself, when it knows that it wants it.</summary>
internal abstract class Body
{
    protected const string Form = "multipart/form-data";

    /// <summary>The <c>Validator</c> that stands beside the request, where there is one.</summary>
    internal IValidator? Validator { get; set; }

    /// <summary>The request in a <see cref="Body{T}"/>; null for other parameters.</summary>
    internal static Type? RequestIn(Type parameter) =>
        parameter.IsGenericType && parameter.GetGenericTypeDefinition() == typeof(Body<>)
            ? parameter.GetGenericArguments()[0]
            : null;

    /// <summary>True where a request says that a form is what follows.</summary>
    internal static bool IsFormOf(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().Equals(Form, StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>
/// A request that comes as JSON, or as a form whose fields become its members and whose files come beside it
/// (<see cref="FilePartAttribute"/>). Whatever is wrong is said in the same words for both.
/// </summary>
internal sealed class Body<T>(HttpContext context) : Body, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly FilePartAttribute[] Parts = [.. typeof(T).GetCustomAttributes<FilePartAttribute>()];

    /// <summary>True where it is a form: who may not send one should be told so before it is read.</summary>
    internal bool IsForm => IsFormOf(context.Request);

    public static ValueTask<Body<T>> BindAsync(HttpContext context) => ValueTask.FromResult(new Body<T>(context));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json", Form], typeof(T)));

        foreach (var part in Parts)
        {
            builder.Metadata.Add(part);
        }
    }

    /// <summary>Reads all of it. The files lie aside until the answer is disposed.</summary>
    /// <exception cref="BadHttpRequestException">It cannot be read, or is too large.</exception>
    internal async Task<Received<T>> Read(CancellationToken cancel)
    {
        var files = IsForm
            ? await context.RequestServices.GetRequiredService<FormReader>().Read(context.Request, Parts, cancel)
            : null;
        var received = new Received<T>(null!, files?.Files ?? [], null);

        try
        {
            var request = files is null ? await ReadJson(cancel) : Parse(FormJson.Write(files.Fields, typeof(T)));
            var errors = Validator is null ? null : Validation.Errors(Validator, request);

            return received with { Request = request, Refusal = errors is null ? null : Problem.Invalid(errors) };
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }

    private async Task<T> ReadJson(CancellationToken cancel)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The body is of another type.", Status415UnsupportedMediaType);
        }

        try
        {
            return await context.Request.ReadFromJsonAsync<T>(Json.Options, cancel) ?? throw new BadHttpRequestException("The body is null.");
        }
        catch (Exception e) when (e is JsonException or (IOException and not BadHttpRequestException))
        {
            // The server throws an IOException of its own at chunks that are none.
            throw new BadHttpRequestException("The body is not as expected.", e);
        }
    }

    private static T Parse(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json.Options)!;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The form is not as expected.", e);
        }
    }
}

/// <summary>What a body held.</summary>
/// <param name="Request">The request, unless it is refused.</param>
/// <param name="Files">In the order of the form.</param>
/// <param name="Refusal">What is wrong with the request, or null.</param>
internal sealed record Received<T>(T Request, IReadOnlyList<IncomingFile> Files, ProblemHttpResult? Refusal) : IDisposable
{
    public void Dispose()
    {
        foreach (var file in Files)
        {
            file.Dispose();
        }
    }
}
