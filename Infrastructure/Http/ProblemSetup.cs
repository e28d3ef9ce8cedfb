using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Makes every answer of 400 and above an RFC 9457 problem: refusals, exceptions, and what ASP.NET Core answers with a
/// status alone (401, 404 for an unknown address, 405, 413, 415).
/// </summary>
internal static class ProblemSetup
{
    private const string TraceId = "trace_id";

    internal static IServiceCollection AddProblems(this IServiceCollection services)
    {
        // Without it what is wrong with a body stays in the log, and only the status reaches the client.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Customize);
        services.AddExceptionHandler<ExceptionProblems>();

        return services;
    }

    internal static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(answer => Of(answer.HttpContext.Response.StatusCode).ExecuteAsync(answer.HttpContext));

        return app;
    }

    /// <summary>A problem of which the status says everything.</summary>
    internal static ProblemHttpResult Of(int status) => TypedResults.Problem(statusCode: status, detail: status switch
    {
        Status401Unauthorized => "A valid token was expected",
        Status403Forbidden => "You may not do this",
        Status404NotFound => "There is nothing at this address",
        Status405MethodNotAllowed => "This address does not take this method",
        Status408RequestTimeout => "The request took too long to arrive",
        Status413PayloadTooLarge => "The body is too large",
        Status416RangeNotSatisfiable => "The file has no such range",
        Status415UnsupportedMediaType => "The body is of a type or encoding that is not taken here",
        Status503ServiceUnavailable => "The database does not answer, repeat the request with the same key",
        _ => null,
    });

    /// <summary>A fault of ours: nothing but what leads to its line in the log.</summary>
    internal static ProblemHttpResult Fault(HttpContext context) => Problem.Of(
        Status500InternalServerError, "The service made a mistake", (TraceId, TraceOf(context)));

    /// <summary>What the answer to a fault and its line in the log have in common.</summary>
    internal static string TraceOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;

    private static void Customize(ProblemDetailsContext context)
    {
        // Where it is counted by its kind, the answer itself is out of sight.
        context.HttpContext.Features.Set(context.ProblemDetails);

        if (context.ProblemDetails.Extensions.TryGetValue(Problem.RetryAfter, out var seconds))
        {
            context.HttpContext.Response.Headers.RetryAfter = seconds?.ToString();
        }

        // Equal refusals are equal answers: ASP.NET Core would mark each with its trace.
        if (context.ProblemDetails.Status != Status500InternalServerError)
        {
            context.ProblemDetails.Extensions.Remove(TraceId);
        }
    }
}
