using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connectify.Infrastructure.Http;

/// <summary>Makes RFC 9457 problems. Each call makes a new one: results are written to by the request that uses them.</summary>
internal static class Problem
{
    /// <summary>A member in seconds that is repeated as the header of that name.</summary>
    internal const string RetryAfter = "retry_after";

    /// <summary>A refusal, with its text to the letter and members that stand beside it.</summary>
    internal static ProblemHttpResult Of(int status, string detail, params (string Name, object? Value)[] members)
    {
        var problem = new ProblemDetails { Status = status, Detail = detail };

        foreach (var (name, value) in members)
        {
            problem.Extensions[name] = value;
        }

        return TypedResults.Problem(problem);
    }

    /// <summary>A 400 that names what is wrong with each member of a body or query.</summary>
    internal static ProblemHttpResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Of(StatusCodes.Status400BadRequest, "Invalid input", ("errors", errors));

    /// <summary>A 400 that names what is wrong with one member.</summary>
    internal static ProblemHttpResult Invalid(string member, string text) =>
        Invalid(new Dictionary<string, string[]> { [member] = [text] });
}
