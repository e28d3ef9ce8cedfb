using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Begins a session for whoever knows the password of an account.</summary>
internal static class LogIn
{
    /// <param name="Username">This or the email. Where both are given, this.</param>
    internal sealed record Request(string? Username, string? Email, string? Password)
    {
        internal static Request Example { get; } = new("alice", null, "connectify");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Username).Given().When(request => string.IsNullOrWhiteSpace(request.Email));
            RuleFor(request => request.Password).Given();
        }
    }

    private sealed record Candidate(long Id, string PasswordHash);

    private sealed record Entrant(
        long Id,
        string Username,
        string FirstName,
        string LastName,
        string? ProfileImage,
        string Email,
        AccountStatus Status,
        long? OrganizationId,
        string? Role,
        long? SessionId,
        int? Generation);

    private const string CandidateSql = """
        -- Accounts.LogIn.Candidate
        SELECT id, password_hash
          FROM users
         WHERE lower(username) = lower(@Username) OR lower(email) = lower(@Email)
        """;

    // The account is locked, and its password looked at again, so that no session outlives the end of all of them.
    private const string Sql = $"""
        -- Accounts.LogIn
        SELECT 1 FROM users WHERE id = @Id FOR NO KEY UPDATE;
        WITH account AS (
            SELECT u.*, {Account.StatusOfUser} AS status FROM users u WHERE u.id = @Id AND u.password_hash = @PasswordHash
        ), session AS (
            INSERT INTO sessions (user_id, expires_at)
            SELECT id, now() + @SessionLifetime FROM account WHERE status = '{nameof(AccountStatus.Active)}'
            RETURNING id, generation
        ), expired AS (
            DELETE FROM sessions WHERE user_id = @Id AND expires_at <= now() AND EXISTS (SELECT 1 FROM session)
        ), organization AS (
            SELECT organization_id, role
              FROM organization_members
             WHERE user_id = @Id AND is_active
             ORDER BY joined_at, organization_id
             LIMIT 1
        )
        SELECT {User.Columns}, u.email, u.status, organization_id, role, session.id AS session_id, session.generation
          FROM account u
          LEFT JOIN session ON true
          LEFT JOIN organization ON true
        """;

    [Refuses(
        nameof(Refusals.WrongPassword), nameof(Refusals.TooManyPasswords), nameof(Refusals.AwaitingActivation),
        nameof(Refusals.Deactivated))]
    internal static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> Handle(
        Request request, Peer peer, PasswordAttempts attempts, Tokens tokens, NpgsqlDataSource db, CancellationToken cancel)
    {
        var email = string.IsNullOrWhiteSpace(request.Username) ? request.Email : null;
        var candidate = await db.QueryOne<Candidate>(CandidateSql, new { request.Username, Email = email }, cancel);
        var account = candidate?.Id.ToString() ?? Unknown(email ?? request.Username!);
        var verdict = await attempts.Try(request.Password!, candidate?.PasswordHash, account, peer, cancel);

        if (!verdict.IsRight)
        {
            return verdict.Wait is { } wait ? Refusals.TooManyPasswords(wait) : Refusals.WrongPassword;
        }

        var entrant = await db.QueryOneLocked<Entrant>(
            Sql, new { candidate!.Id, candidate.PasswordHash, AuthOptions.SessionLifetime }, cancel);

        return entrant switch
        {
            null => Refusals.WrongPassword,
            { Status: AccountStatus.AwaitingActivation } => Refusals.AwaitingActivation,
            { Status: AccountStatus.Deactivated } => Refusals.Deactivated,
            _ => TypedResults.Ok(SignedIn.Of(
                new User(entrant.Id, entrant.Username, entrant.FirstName, entrant.LastName, entrant.ProfileImage),
                entrant.Email,
                entrant.OrganizationId!.Value,
                entrant.Role!,
                tokens.Issue(entrant.Id, entrant.SessionId!.Value, entrant.Generation!.Value))),
        };
    }

    // A name that nobody has is limited as any other; else the limit would tell which ones exist.
    private static string Unknown(string name) => $"unknown {(name.IsAtMost(254) ? name.ToLowerInvariant() : "")}";
}
