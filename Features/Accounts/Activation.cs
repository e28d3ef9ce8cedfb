using Connectify.Infrastructure.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Features.Accounts;

/// <summary>
/// What activating and deactivating share: they act on those memberships of @UserId that are in organizations where
/// @Me is an admin, but on a superuser's only where @Me is one too.
/// </summary>
internal static class Activation
{
    internal sealed record Outcome
    {
        /// <summary>The caller is one in some organization.</summary>
        public bool IsAdmin { get; init; }

        /// <summary>The user is in one of those.</summary>
        public bool IsShared { get; init; }

        /// <summary>Where something was done.</summary>
        public long[] Organizations { get; init; } = [];

        /// <summary>The user is active in another one.</summary>
        public bool IsActiveElsewhere { get; init; }
    }

    /// <summary>The statement before: nobody signs in meanwhile, and no two superusers deactivate each other.</summary>
    internal const string Lock = $"""
        SELECT 1
          FROM users u
          JOIN organization_members mine ON mine.user_id = @Me AND mine.is_active AND mine.role IN {Roles.Managing}
          JOIN organizations o ON o.id = mine.organization_id
         WHERE u.id = @UserId
         ORDER BY o.id
           FOR NO KEY UPDATE OF u, o
        """;

    /// <summary>The parts <c>mine</c> and <c>shared</c> of a statement.</summary>
    internal const string Reach = $"""
        mine AS (
            SELECT organization_id, role
              FROM organization_members
             WHERE user_id = @Me AND is_active AND role IN {Roles.Managing}
        ), shared AS (
            SELECT m.organization_id, m.user_id,
                   mine.role = '{Roles.Superuser}' OR m.role <> '{Roles.Superuser}' AS is_allowed
              FROM mine
              JOIN organization_members m ON m.organization_id = mine.organization_id
             WHERE m.user_id = @UserId AND m.user_id <> @Me
        )
        """;

    /// <summary>The user is active outside the part <c>changed</c>.</summary>
    internal const string ActiveElsewhere = """
        EXISTS (
            SELECT 1
              FROM organization_members
             WHERE user_id = @UserId AND is_active AND organization_id NOT IN (SELECT organization_id FROM changed))
        """;

    /// <summary>The members of <see cref="Outcome"/>, given also the part <c>changed</c>.</summary>
    internal const string OutcomeColumns = $"""
        EXISTS (SELECT 1 FROM mine) AS is_admin,
        EXISTS (SELECT 1 FROM shared) AS is_shared,
        ARRAY (SELECT organization_id FROM changed) AS organizations,
        {ActiveElsewhere} AS is_active_elsewhere
        """;

    /// <summary>Activates, and is the same for the first time and for another.</summary>
    internal const string Statement = $"""
        {Lock};
        WITH {Reach}, changed AS (
            UPDATE organization_members m
               SET is_active = true, awaits_activation = false
              FROM shared
             WHERE m.organization_id = shared.organization_id AND m.user_id = shared.user_id AND shared.is_allowed
            RETURNING m.organization_id
        )
        SELECT {OutcomeColumns}
        """;

    internal static ProblemHttpResult? Refusal(Outcome outcome, long userId, Me me) => outcome switch
    {
        { IsAdmin: false } => Refusals.NotAnAdmin,
        _ when userId == me.Id => Refusals.OwnAccount,
        { IsShared: false } => Refusals.UserNotFound,
        { Organizations: [] } => Refusals.NotASuperuser,
        _ => null,
    };
}
