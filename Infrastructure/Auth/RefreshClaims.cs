namespace Connectify.Infrastructure.Auth;

/// <summary>What a refresh token says.</summary>
internal sealed record RefreshClaims(long UserId, long SessionId, int Generation);
