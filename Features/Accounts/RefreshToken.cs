using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>
/// Gives new tokens for a refresh token, which is used up by that. One that comes a second time has been copied: it
/// ends the session, whoever brought it.
/// </summary>
internal static class RefreshToken
{
    internal sealed record Request(string? RefreshToken)
    {
        internal static Request Example { get; } = new(IssuedTokens.Example.RefreshToken);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.RefreshToken).Given();
    }

    private sealed record Outcome(AccountStatus Status, int? Generation, bool IsEnded);

    private const string Sql = $"""
        -- Accounts.RefreshToken
        SELECT 1 FROM sessions WHERE id = @SessionId FOR UPDATE;
        WITH session AS (
            SELECT s.id, s.generation, {Account.StatusOfUser} AS status
              FROM sessions s
              JOIN users u ON u.id = s.user_id
             WHERE s.id = @SessionId AND s.user_id = @UserId AND s.expires_at > now()
        ), rotated AS (
            UPDATE sessions
               SET generation = sessions.generation + 1, expires_at = now() + @SessionLifetime
              FROM session
             WHERE sessions.id = session.id
               AND session.generation = @Generation
               AND session.status = '{nameof(AccountStatus.Active)}'
            RETURNING sessions.generation
        ), ended AS (
            DELETE FROM sessions
             USING session
             WHERE sessions.id = session.id AND session.generation > @Generation
            RETURNING sessions.id
        )
        SELECT session.status, rotated.generation, ended.id IS NOT NULL AS is_ended
          FROM session
          LEFT JOIN rotated ON true
          LEFT JOIN ended ON true
        """;

    [Refuses(nameof(Refusals.InvalidRefreshToken), nameof(Refusals.AwaitingActivation))]
    internal static async Task<Results<Ok<IssuedTokens>, ProblemHttpResult>> Handle(
        Request request, Tokens tokens, Sessions sessions, Hub hub, NpgsqlDataSource db, CancellationToken cancel)
    {
        if (await tokens.ReadRefreshToken(request.RefreshToken!) is not { } claims)
        {
            return Refusals.InvalidRefreshToken;
        }

        var outcome = await db.QueryOneLocked<Outcome>(
            Sql, new { claims.UserId, claims.SessionId, claims.Generation, AuthOptions.SessionLifetime }, cancel);

        switch (outcome)
        {
            case { Generation: { } generation }:
                return TypedResults.Ok(tokens.Issue(claims.UserId, claims.SessionId, generation));

            case { IsEnded: true }:
                sessions.Forget(claims.UserId);
                hub.CloseSession(claims.UserId, claims.SessionId, CloseReason.Unauthorized);

                return Refusals.InvalidRefreshToken;

            case { Status: AccountStatus.AwaitingActivation }:
                return Refusals.AwaitingActivation;

            default:
                return Refusals.InvalidRefreshToken;
        }
    }
}
