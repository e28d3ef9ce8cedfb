using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Connectify.Infrastructure.Auth;

/// <summary>
/// Makes tokens, signed with HS256. They name the user and the session and say nothing about rights. Access and refresh
/// tokens differ in audience and type, so that neither passes for the other.
/// </summary>
internal sealed class Tokens(IOptions<AuthOptions> options, TimeProvider time)
{
    internal const string Session = "sid";

    private const string Generation = "gen";
    private const string AccessType = "JWT";
    private const string RefreshType = "refresh+jwt";

    private readonly JsonWebTokenHandler _handler = new()
    {
        MapInboundClaims = false,
        SetDefaultTimesOnTokenCreation = false,
    };

    private readonly AuthOptions _options = options.Value;
    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(options.Value.SigningKeyBytes), SecurityAlgorithms.HmacSha256);

    /// <summary>Tokens for a session whose refresh tokens have been counted up to a generation.</summary>
    internal IssuedTokens Issue(long userId, long sessionId, int generation)
    {
        // Expiry is told in whole seconds, so the answer says the same.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()).UtcDateTime;
        var expiresAt = now + _options.AccessTokenLifetime;
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = Text(userId),
            [Session] = Text(sessionId),
            [Generation] = Text(generation),
        };

        return new IssuedTokens(
            Sign(AccessType, _options.Audience, now, expiresAt, claims),
            Sign(RefreshType, _options.RefreshAudience, now, now + AuthOptions.SessionLifetime, claims),
            expiresAt);
    }

    /// <summary>What an access token has to fulfil. It ends when it says, without a grace for wrong clocks.</summary>
    internal TokenValidationParameters AccessTokens()
    {
        var parameters = Parameters(AccessType, _options.Audience);
        parameters.LifetimeValidator = (from, until, _, _) => IsNow(from, until);

        return parameters;

        bool IsNow(DateTime? from, DateTime? until)
        {
            var now = time.GetUtcNow().UtcDateTime;

            return until > now && !(from > now);
        }
    }

    /// <summary>What a refresh token of ours says, or null where it is none. Whether its session lives is not looked at.</summary>
    internal async Task<RefreshClaims?> ReadRefreshToken(string token)
    {
        var parameters = Parameters(RefreshType, _options.RefreshAudience);
        parameters.ValidateLifetime = false;

        var result = await _handler.ValidateTokenAsync(token, parameters);

        return result.IsValid
            && Number(result.ClaimsIdentity, JwtRegisteredClaimNames.Sub) is { } userId
            && Number(result.ClaimsIdentity, Session) is { } sessionId
            && Number(result.ClaimsIdentity, Generation) is { } generation
                ? new RefreshClaims(userId, sessionId, (int)generation)
                : null;
    }

    /// <summary>A claim that is a number, or null.</summary>
    internal static long? Number(ClaimsIdentity identity, string claim) =>
        long.TryParse(identity.FindFirst(claim)?.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private TokenValidationParameters Parameters(string type, string audience) => new()
    {
        IssuerSigningKey = _credentials.Key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidTypes = [type],
        ValidIssuer = _options.Issuer,
        ValidAudience = audience,
        NameClaimType = JwtRegisteredClaimNames.Sub,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Sign(
        string type, string audience, DateTime issuedAt, DateTime expiresAt, Dictionary<string, object> claims) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = _options.Issuer,
            Audience = audience,
            IssuedAt = issuedAt,
            Expires = expiresAt,
            Claims = claims,
            SigningCredentials = _credentials,
        });
}
