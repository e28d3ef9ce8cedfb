using System.Text.Json;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// What each exception is to the client: bad input a 400 by member, a silent database or store of files a 503, a broken or oversized
/// request its own status, and everything else a 500 that tells nothing and is logged. A client who went away is none
/// of these: ASP.NET Core sorts that out before.
/// </summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        await ProblemOf(exception, context).ExecuteAsync(context);

        return true;
    }

    private ProblemHttpResult ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case InvalidInputException input:
                return Problem.Invalid(input.Member, input.Message);

            case BadHttpRequestException { InnerException: JsonException json }:
                var (member, text) = UnreadableJson.Explain(json);

                return Problem.Invalid(member, text);

            case BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }:
                return Problem.Invalid(UnreadableJson.Body, "The body is missing, or could not be read.");

            case BadHttpRequestException request:
                return ProblemSetup.Of(request.StatusCode);

            case DatabaseUnavailableException:
                LogUnavailable(EndpointOf(context), exception.InnerException?.Message);
                context.Response.Headers.RetryAfter = RetryAfterSeconds;

                return ProblemSetup.Of(StatusCodes.Status503ServiceUnavailable);

            case StoreUnavailableException:
                LogStoreUnavailable(EndpointOf(context), exception.Message);
                context.Response.Headers.RetryAfter = RetryAfterSeconds;

                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "Files cannot be kept or read now, repeat the request later");

            default:
                LogFault(EndpointOf(context), ProblemSetup.TraceOf(context), exception);

                return ProblemSetup.Fault(context);
        }
    }

    // The route, never the address as it was sent: that is the client's text, and may hold a token.
    private static string? EndpointOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName;

    [LoggerMessage(LogLevel.Warning, "{Endpoint}: the database did not answer: {Reason}")]
    private partial void LogUnavailable(string? endpoint, string? reason);

    [LoggerMessage(LogLevel.Warning, "{Endpoint}: the store of the files did not do its work: {Reason}")]
    private partial void LogStoreUnavailable(string? endpoint, string reason);

    [LoggerMessage(LogLevel.Error, "{Endpoint} failed, trace {TraceId}")]
    private partial void LogFault(string? endpoint, string traceId, Exception exception);
}
