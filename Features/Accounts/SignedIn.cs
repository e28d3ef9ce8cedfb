using Connectify.Infrastructure.Auth;

namespace Connectify.Features.Accounts;

/// <summary>Who has signed in, and the tokens that show it.</summary>
/// <param name="OrganizationId">The first organization where the user is active; after registering, the one chosen.</param>
/// <param name="Role">The role there.</param>
/// <param name="Token">Access token: <c>Authorization: Bearer …</c>.</param>
/// <param name="RefreshToken">Good for one refresh.</param>
/// <param name="ExpiresAt">When the access token expires.</param>
internal sealed record SignedIn(
    long Id,
    string Username,
    string FirstName,
    string LastName,
    string? ProfileImage,
    string Email,
    long OrganizationId,
    string Role,
    string Token,
    string RefreshToken,
    DateTime ExpiresAt)
{
    internal static SignedIn Example { get; } =
        Of(User.Example, "bob@example.com", 1, Roles.User, IssuedTokens.Example);

    internal static SignedIn Of(User user, string email, long organizationId, string role, IssuedTokens tokens) =>
        new(
            user.Id,
            user.Username,
            user.FirstName,
            user.LastName,
            user.ProfileImage,
            email,
            organizationId,
            role,
            tokens.Token,
            tokens.RefreshToken,
            tokens.ExpiresAt);
}
