using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Makes an account in an organization and signs it in.</summary>
internal static class Register
{
    internal sealed record Request(
        string? Username, string? Email, string? Password, string? FirstName, string? LastName, long? OrganizationId)
    {
        internal static Request Example { get; } =
            new("newuser", "newuser@example.com", "securepassword", "New", "User", 1);
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
            RuleFor(request => request.OrganizationId).Given();
        }
    }

    private sealed record Registered(long Id, long SessionId, int Generation);

    private const string Sql = $"""
        -- Accounts.Register
        WITH organization AS (
            SELECT id FROM organizations WHERE id = @OrganizationId
        ), account AS (
            INSERT INTO users (username, email, password_hash, first_name, last_name)
            SELECT @Username, @Email, @Hash, @FirstName, @LastName FROM organization
            ON CONFLICT DO NOTHING
            RETURNING id
        ), membership AS (
            INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
            SELECT @OrganizationId, id, '{Roles.User}', NOT @MustWait, @MustWait FROM account
        ), session AS (
            INSERT INTO sessions (user_id, expires_at)
            SELECT id, now() + @SessionLifetime FROM account
            RETURNING id, generation
        )
        SELECT account.id, session.id AS session_id, session.generation FROM account, session
        """;

    [Refuses(
        nameof(Refusals.OrganizationUnknown), nameof(Refusals.UsernameInUse), nameof(Refusals.EmailInUse),
        nameof(Refusals.TooManyRegistrations))]
    internal static async Task<Results<Created<SignedIn>, ProblemHttpResult>> Handle(
        Request request,
        Peer peer,
        Registrations registrations,
        Passwords passwords,
        Tokens tokens,
        IOptions<AccountsOptions> options,
        NpgsqlDataSource db,
        CancellationToken cancel)
    {
        if (!registrations.TryTake(peer, out var wait))
        {
            return Refusals.TooManyRegistrations(wait);
        }

        var organizationId = request.OrganizationId!.Value;
        var user = new User(
            0, request.Username!, AccountRules.OrEmpty(request.FirstName), AccountRules.OrEmpty(request.LastName), null);

        var registered = await db.QueryOne<Registered>(
            Sql,
            new
            {
                OrganizationId = organizationId,
                user.Username,
                request.Email,
                Hash = await passwords.Hash(request.Password!, cancel),
                user.FirstName,
                user.LastName,
                MustWait = options.Value.RequireActivation,
                AuthOptions.SessionLifetime,
            },
            cancel);

        if (registered is null)
        {
            return await Taken.Refusal(request.Username!, request.Email!, db, cancel) ?? Refusals.OrganizationUnknown;
        }

        var issued = tokens.Issue(registered.Id, registered.SessionId, registered.Generation);
        var signedIn = SignedIn.Of(
            user with { Id = registered.Id }, request.Email!, organizationId, Roles.User, issued);

        return TypedResults.Created((string?)null, signedIn);
    }
}
