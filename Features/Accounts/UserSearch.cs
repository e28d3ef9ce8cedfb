using System.Reflection;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Features.Accounts;

/// <summary>The <c>search</c> of a list of users: a part of a name, or for admins of an email, without regard to case.</summary>
/// <param name="Pattern">For ILIKE, what the client wrote being taken literally; or null for everybody.</param>
internal sealed record UserSearch(string? Pattern) : IEndpointParameterMetadataProvider
{
    private const string Parameter = "search";
    private const int Longest = 100;

    /// <summary>True for whom it finds, given @Search, the user <c>u</c> and the caller's membership <c>mine</c>.</summary>
    internal const string Finds = $"""
        (@Search IS NULL
         OR u.username ILIKE @Search
         OR u.first_name || ' ' || u.last_name ILIKE @Search
         OR (mine.role IN {Roles.Managing} AND u.email ILIKE @Search))
        """;

    /// <exception cref="InvalidInputException">The text is too long, or given twice.</exception>
    public static ValueTask<UserSearch> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Read(context.Request.Query.Text(Parameter)));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new QueryParameter(
            Parameter, "A part of the username, the names or, for admins, the email; at most 100 characters.", "string"));

    private static UserSearch Read(string? text)
    {
        if (!text.IsAtMost(Longest))
        {
            throw new InvalidInputException(Parameter, "At most 100 characters were expected.");
        }

        return new UserSearch(string.IsNullOrWhiteSpace(text) ? null : $"%{Literally(text.Trim())}%");
    }

    private static string Literally(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
