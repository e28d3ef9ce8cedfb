using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Sets another password, ends every session of the account and begins a new one.</summary>
internal static class ChangePassword
{
    internal sealed record Request(string? CurrentPassword, string? NewPassword)
    {
        internal static Request Example { get; } = new("securepassword", "a better password");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.CurrentPassword).Given();
            RuleFor(request => request.NewPassword).NewPassword();
        }
    }

    private sealed record Session(long Id, int Generation);

    private const string HashSql = """
        -- Accounts.ChangePassword.Hash
        SELECT password_hash FROM users WHERE id = @Me
        """;

    private const string Sql = """
        -- Accounts.ChangePassword
        SELECT 1 FROM users WHERE id = @Me FOR NO KEY UPDATE;
        WITH changed AS (
            UPDATE users SET password_hash = @NewHash WHERE id = @Me AND password_hash = @Hash RETURNING id
        ), ended AS (
            DELETE FROM sessions USING changed WHERE sessions.user_id = changed.id
        )
        INSERT INTO sessions (user_id, expires_at)
        SELECT id, now() + @SessionLifetime FROM changed
        RETURNING id, generation
        """;

    private static ProblemHttpResult IsWrong => Problem.Invalid("current_password", "This is not the current password.");

    [Refuses(nameof(Refusals.TooManyPasswords))]
    internal static async Task<Results<Ok<IssuedTokens>, ProblemHttpResult>> Handle(
        Request request,
        Me me,
        Peer peer,
        PasswordAttempts attempts,
        Passwords passwords,
        Tokens tokens,
        Sessions sessions,
        Hub hub,
        NpgsqlDataSource db,
        CancellationToken cancel)
    {
        var hash = await db.QueryOne<string>(HashSql, new { Me = me.Id }, cancel);
        var verdict = await attempts.Try(request.CurrentPassword!, hash, me.Id.ToString(), peer, cancel);

        if (!verdict.IsRight)
        {
            return verdict.Wait is { } wait ? Refusals.TooManyPasswords(wait) : IsWrong;
        }

        var newHash = await passwords.Hash(request.NewPassword!, cancel);
        var session = await db.QueryOneLocked<Session>(
            Sql, new { Me = me.Id, Hash = hash, NewHash = newHash, AuthOptions.SessionLifetime }, cancel);

        if (session is null)
        {
            return IsWrong;
        }

        sessions.Forget(me.Id);
        hub.CloseUser(me.Id, CloseReason.Unauthorized);

        return TypedResults.Ok(tokens.Issue(me.Id, session.Id, session.Generation));
    }
}
