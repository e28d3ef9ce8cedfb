using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Says why an account could not be made.</summary>
internal static class Taken
{
    private sealed record Names(bool Username, bool Email);

    private const string Sql = """
        -- Accounts.Taken
        SELECT EXISTS (SELECT 1 FROM users WHERE lower(username) = lower(@Username)) AS username,
               EXISTS (SELECT 1 FROM users WHERE lower(email) = lower(@Email)) AS email
        """;

    /// <summary>The refusal where the username or the email is somebody's, or null.</summary>
    internal static async Task<ProblemHttpResult?> Refusal(
        string username, string email, NpgsqlDataSource db, CancellationToken cancel)
    {
        var taken = await db.QueryOne<Names>(Sql, new { Username = username, Email = email }, cancel);

        return taken switch
        {
            { Username: true } => Refusals.UsernameInUse,
            { Email: true } => Refusals.EmailInUse,
            _ => null,
        };
    }
}
