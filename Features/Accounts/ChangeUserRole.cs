using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Gives a user another role in an organization. Superusers only, and never their own.</summary>
internal static class ChangeUserRole
{
    /// <param name="Role">ADMIN, STAFF or USER.</param>
    internal sealed record Request(string? Role)
    {
        internal static Request Example { get; } = new(Roles.Staff);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Role).GivenRole();
    }

    /// <summary>The user with the new role, as the superuser sees them.</summary>
    internal sealed record Response(
        long Id,
        string Username,
        string Email,
        string FirstName,
        string LastName,
        string Role,
        string Bio,
        DateOnly? Dob,
        string? ProfileImage)
    {
        internal static Response Example { get; } = new(
            2, "bob", "bob@example.com", "Bob", "Baker", Roles.Staff, "", new DateOnly(1990, 1, 1), null);
    }

    // One at a time in an organization: two superusers who demote each other at once leave one of them.
    private const string Sql = $"""
        -- Accounts.ChangeUserRole
        SELECT 1 FROM organizations WHERE id = @OrganizationId FOR NO KEY UPDATE;
        UPDATE organization_members m
           SET role = @Role
          FROM organization_members mine, users u
         WHERE m.organization_id = @OrganizationId AND m.user_id = @UserId AND m.user_id <> @Me
           AND mine.organization_id = @OrganizationId AND mine.user_id = @Me
           AND mine.is_active AND mine.role = '{Roles.Superuser}'
           AND u.id = m.user_id
        RETURNING u.id, u.username, u.email, u.first_name, u.last_name, m.role, u.bio, u.dob, u.profile_image
        """;

    [Refuses(
        nameof(Refusals.OrganizationNotFound),
        nameof(Refusals.CannotUpdateRoles),
        nameof(Refusals.OwnAccount),
        nameof(Refusals.UserNotFound))]
    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> Handle(
        long organizationId, long userId, Request request, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var changed = await db.QueryOneLocked<Response>(
            Sql, new { OrganizationId = organizationId, UserId = userId, Me = me.Id, request.Role }, cancel);

        if (changed is not null)
        {
            return TypedResults.Ok(changed);
        }

        return await OwnRole.In(organizationId, me, db, cancel) switch
        {
            null => Refusals.OrganizationNotFound,
            not Roles.Superuser => Refusals.CannotUpdateRoles,
            _ when userId == me.Id => Refusals.OwnAccount,
            _ => Refusals.UserNotFound,
        };
    }
}
