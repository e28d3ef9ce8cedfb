using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Infrastructure.Auth;

/// <summary>
/// Who makes the request. It binds itself as a handler's parameter and exists wherever a token has been accepted;
/// what this user may do is asked of the database, never of the token.
/// </summary>
/// <param name="Id">The user.</param>
/// <param name="Username">Never changes.</param>
/// <param name="SessionId">The session that the token belongs to.</param>
/// <param name="TokenExpiresAt">When the token ends, UTC.</param>
internal sealed record Me(long Id, string Username, long SessionId, DateTimeOffset TokenExpiresAt)
    : IEndpointParameterMetadataProvider
{
    /// <summary>The caller whom authentication has put into the request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not require authentication.</exception>
    public static ValueTask<Me> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Of(context) ?? throw new InvalidOperationException("This endpoint has no caller."));

    /// <summary>The caller, or null where nobody is signed in.</summary>
    internal static Me? Of(HttpContext context) => context.Features.Get<Me>();

    /// <summary>Nothing to add: the caller is no parameter of the API.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
    }
}
