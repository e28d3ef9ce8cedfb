using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Makes an account in an organization, active at once. Admins only; a role beyond USER needs a superuser.</summary>
internal static class CreateUser
{
    /// <param name="Role">ADMIN, STAFF or USER, which it is where not given.</param>
    internal sealed record Request(
        string? Username, string? Email, string? Password, string? FirstName, string? LastName, string? Role)
    {
        internal static Request Example { get; } =
            new("newuser", "newuser@example.com", "securepassword", "New", "User", Roles.User);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Username).Username();
            RuleFor(request => request.Email).Email();
            RuleFor(request => request.Password).NewPassword();
            RuleFor(request => request.FirstName).PersonName();
            RuleFor(request => request.LastName).PersonName();
            RuleFor(request => request.Role).GivenRole().When(request => request.Role is not null);
        }
    }

    private sealed record Outcome(long? CreatedId, long? EarlierId, bool? IsSame);

    private const string Sql = $"""
        -- Accounts.CreateUser
        {Idempotency.Lock};
        WITH mine AS (
            SELECT organization_id
              FROM organization_members
             WHERE organization_id = @OrganizationId AND user_id = @Me AND is_active
               AND (role = '{Roles.Superuser}' OR (role = '{Roles.Admin}' AND @Role = '{Roles.User}'))
        ), earlier AS ({Idempotency.Earlier}), created AS (
            INSERT INTO users (username, email, password_hash, first_name, last_name)
            SELECT @Username, @Email, @Hash, @FirstName, @LastName FROM mine WHERE NOT EXISTS (SELECT 1 FROM earlier)
            ON CONFLICT DO NOTHING
            RETURNING id
        ), membership AS (
            INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
            SELECT @OrganizationId, id, @Role, true, false FROM created
        ), remembered AS ({Idempotency.Remember})
        SELECT created.id AS created_id, earlier.id AS earlier_id, earlier.is_same
          FROM mine LEFT JOIN created ON true LEFT JOIN earlier ON true
        """;

    private const string UserSql = $"""
        -- Accounts.CreateUser.User
        {OrganizationUser.ById}
        """;

    [Refuses(
        nameof(Refusals.OrganizationNotFound), nameof(Refusals.NotAnAdmin), nameof(Refusals.CannotUpdateRoles),
        nameof(Refusals.UsernameInUse), nameof(Refusals.EmailInUse), nameof(Refusals.KeyReused))]
    internal static async Task<Results<Created<OrganizationUser>, Ok<OrganizationUser>, ProblemHttpResult>> Handle(
        long organizationId, Request request, IdempotencyKey key, Me me,
        Passwords passwords, NpgsqlDataSource db, CancellationToken cancel)
    {
        var path = $"/api/accounts/organizations/{organizationId}/users/";
        var role = request.Role ?? Roles.User;
        var salt = $"{me.Id} {path} {key.Value}";
        var digest = key.Value is null ? null : await passwords.Digest(request.Password!, salt, cancel);

        var outcome = await db.QueryOneLocked<Outcome>(
            Sql,
            new
            {
                OrganizationId = organizationId,
                Me = me.Id,
                Path = path,
                Key = key.Value,
                Fingerprint = Idempotency.Fingerprint(request with { Password = digest, Role = role }),
                request.Username,
                request.Email,
                Hash = await passwords.Hash(request.Password!, cancel),
                FirstName = AccountRules.OrEmpty(request.FirstName),
                LastName = AccountRules.OrEmpty(request.LastName),
                Role = role,
            }, cancel);

        if (outcome is null or { IsSame: false } || (outcome.CreatedId ?? outcome.EarlierId) is not { } id)
        {
            return await Refusal(outcome, organizationId, request, me, db, cancel);
        }

        var user = await db.QueryOne<OrganizationUser>(
            UserSql, new { OrganizationId = organizationId, Me = me.Id, UserId = id }, cancel);

        return outcome.CreatedId is null ? TypedResults.Ok(user) : TypedResults.Created($"{path}{id}/", user);
    }

    private static async Task<ProblemHttpResult> Refusal(
        Outcome? outcome, long organizationId, Request request, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        outcome switch
        {
            null => OwnRole.Refusal(await OwnRole.In(organizationId, me, db, cancel)),
            { IsSame: false } => Refusals.KeyReused,
            _ => await Taken.Refusal(request.Username!, request.Email!, db, cancel) ?? Refusals.EmailInUse,
        };
}
