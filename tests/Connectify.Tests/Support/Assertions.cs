using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Support;

/// <summary>What an answer should be, and what is in it.</summary>
internal static class Assertions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An answer with this status; its body, or undefined where it has none.</summary>
    internal static async Task<JsonElement> ShouldBe(this HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(status, body);

        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>A problem with this status and this text.</summary>
    internal static async Task<JsonElement> ShouldBeProblem(
        this HttpResponseMessage response, HttpStatusCode status, string detail)
    {
        var problem = await response.ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        problem.Text("detail").ShouldBe(detail);

        return problem;
    }

    /// <summary>A 400 that names just these members.</summary>
    internal static async Task<JsonElement> ShouldBeInvalid(this HttpResponseMessage response, params string[] members)
    {
        var problem = await response.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(members, ignoreOrder: true);

        return problem;
    }

    /// <summary>A 401 that tells how to sign in.</summary>
    internal static async Task<JsonElement> ShouldBeUnauthorized(this HttpResponseMessage response)
    {
        var problem = await response.ShouldBe(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");

        return problem;
    }

    /// <inheritdoc cref="ShouldBe(HttpResponseMessage, HttpStatusCode)"/>
    internal static async Task<JsonElement> ShouldBe(this Task<HttpResponseMessage> response, HttpStatusCode status) =>
        await (await response).ShouldBe(status);

    /// <inheritdoc cref="ShouldBeProblem(HttpResponseMessage, HttpStatusCode, string)"/>
    internal static async Task<JsonElement> ShouldBeProblem(
        this Task<HttpResponseMessage> response, HttpStatusCode status, string detail) =>
        await (await response).ShouldBeProblem(status, detail);

    /// <inheritdoc cref="ShouldBeInvalid(HttpResponseMessage, string[])"/>
    internal static async Task<JsonElement> ShouldBeInvalid(
        this Task<HttpResponseMessage> response, params string[] members) =>
        await (await response).ShouldBeInvalid(members);

    /// <inheritdoc cref="ShouldBeUnauthorized(HttpResponseMessage)"/>
    internal static async Task<JsonElement> ShouldBeUnauthorized(this Task<HttpResponseMessage> response) =>
        await (await response).ShouldBeUnauthorized();

    /// <summary>The body as one of the service's own types.</summary>
    internal static async Task<T> Read<T>(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<T>(Json.Options, Cancel))!;

    /// <summary>Where the <c>Link</c> header of a cut list leads on to, or null.</summary>
    internal static string? NextLink(this HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links)
            ? Regex.Match(links.Single(), "^<(.+)>; rel=\"next\"$").Groups[1].Value
            : null;

    internal static string? Text(this JsonElement json, string member) => json.GetProperty(member).GetString();

    internal static long Number(this JsonElement json, string member) => json.GetProperty(member).GetInt64();

    /// <summary>The names of an object's members, in order.</summary>
    internal static IEnumerable<string> Members(this JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
