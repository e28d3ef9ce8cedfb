using Connectify.Infrastructure.Auth;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connectify.Tests.Authorization;

/// <summary>What the callers of the matrix bring to show who they are.</summary>
internal static class Callers
{
    /// <summary>Who a caller is, or pretends to be: whoever may do most in the row.</summary>
    internal static string PersonOf(Row row, string caller) =>
        World.IsPerson(caller)
            ? caller
            : row.Cells.Keys.LastOrDefault(other => World.IsPerson(other) && row.Cells[other].IsAllowedInFull) ?? "SUPERUSER";

    internal static string? Token(this App app, World world, Row row, string caller)
    {
        var genuine = app.Issue(world, PersonOf(row, caller)).Token;

        return caller == "expired"
            ? app.Forge(genuine, claims => claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(-10).ToUnixTimeSeconds())
            : app.Forged(genuine, caller);
    }

    /// <summary>The refresh token. Not it expires but its session.</summary>
    internal static string? RefreshToken(this App app, World world, Row row, string caller) =>
        app.Forged(app.Issue(world, PersonOf(row, caller), hasExpired: caller == "expired").RefreshToken, caller);

    internal static IssuedTokens Issue(this App app, World world, string person, bool hasExpired = false)
    {
        var id = world.Person(person);

        return app.Services.GetRequiredService<Tokens>().Issue(id, hasExpired ? id + 100 : id, generation: 1);
    }

    private static string? Forged(this App app, string genuine, string caller) => caller switch
    {
        "none" => null,
        "garbage" => "garbage",
        "forged" => app.Forge(genuine, key: "another key, which is long enough too"),
        "alg-none" => app.Forge(genuine, header: header => header["alg"] = "none"),
        _ => genuine,
    };
}
