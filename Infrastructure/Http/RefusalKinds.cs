using System.Text.Json;
using Connectify.Infrastructure.Http.OpenApi;
using Microsoft.AspNetCore.Mvc;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// What refusals are counted by: their names in the class of all refusals, as in <c>not_a_participant</c>, which are few,
/// where a text may hold anything.
/// </summary>
internal sealed class RefusalKinds(RefusalCatalogue? catalogue = null)
{
    internal const string Attribute = "connectify.refusal.kind";

    private readonly Lazy<Dictionary<(int?, string?), string>> _names = new(() => NamesIn(catalogue));

    /// <summary>The kind of a refusal.</summary>
    internal string Of(ProblemDetails problem) =>
        problem.Extensions.ContainsKey("errors") ? "invalid_input"
        : problem.Status == Status503ServiceUnavailable && problem.Extensions.ContainsKey(Problem.RetryAfter) ? "crowded"
        : _names.Value.TryGetValue((problem.Status, problem.Detail), out var name) ? name
        : Of(problem.Status ?? 0);

    /// <summary>The kind of an answer of which nothing but the status is known.</summary>
    internal static string Of(int status) => status switch
    {
        Status400BadRequest => "rule",
        Status401Unauthorized => "no_valid_token",
        Status403Forbidden => "forbidden",
        Status404NotFound => "no_such_address",
        Status405MethodNotAllowed => "method",
        Status408RequestTimeout => "too_late",
        Status413PayloadTooLarge => "too_large",
        Status415UnsupportedMediaType => "content_type",
        Status416RangeNotSatisfiable => "range",
        Status429TooManyRequests => "limit",
        Status500InternalServerError => "fault",
        Status503ServiceUnavailable => "unavailable",
        _ => "other",
    };

    private static Dictionary<(int?, string?), string> NamesIn(RefusalCatalogue? catalogue)
    {
        var names = new Dictionary<(int?, string?), string>();

        foreach (var name in catalogue?.Names ?? [])
        {
            var refusal = catalogue!.Find(name);
            names.TryAdd((refusal.Status, refusal.Detail), JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
        }

        return names;
    }
}
