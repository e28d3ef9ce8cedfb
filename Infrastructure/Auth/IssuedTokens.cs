namespace Connectify.Infrastructure.Auth;

/// <summary>What somebody who signs in gets.</summary>
/// <param name="Token">Opens every other endpoint until it expires.</param>
/// <param name="RefreshToken">Good for one refresh.</param>
/// <param name="ExpiresAt">When the first of the two expires, UTC.</param>
internal sealed record IssuedTokens(string Token, string RefreshToken, DateTime ExpiresAt)
{
    internal static IssuedTokens Example { get; } =
        new("eyJhbGciOi…", "eyJhbGciOi…", new DateTime(2025, 5, 15, 12, 2, 35, DateTimeKind.Utc));
}
