using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Makes the caller a member of another organization, as registering there would.</summary>
internal static class JoinOrganization
{
    private sealed record Outcome(long Id, string Name, string? Role, bool IsActive, bool AwaitsActivation, bool IsNew);

    // Of two that join at once, the second waits and sees the first. Who is active nowhere is being deactivated.
    private const string Sql = $"""
        -- Accounts.JoinOrganization
        SELECT 1 FROM users WHERE id = @Me FOR NO KEY UPDATE;
        WITH joined AS (
            INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
            SELECT id, @Me, '{Roles.User}', NOT @MustWait, @MustWait
              FROM organizations
             WHERE id = @OrganizationId
               AND EXISTS (SELECT 1 FROM organization_members WHERE user_id = @Me AND is_active)
            ON CONFLICT DO NOTHING
            RETURNING organization_id, role, is_active, awaits_activation, true AS is_new
        ), membership AS (
            SELECT * FROM joined
            UNION ALL
            SELECT organization_id, role, is_active, awaits_activation, false
              FROM organization_members
             WHERE organization_id = @OrganizationId AND user_id = @Me
        )
        SELECT o.id, o.name, m.role, coalesce(m.is_active, false) AS is_active,
               coalesce(m.awaits_activation, false) AS awaits_activation, coalesce(m.is_new, false) AS is_new
          FROM organizations o
          LEFT JOIN membership m ON m.organization_id = o.id
         WHERE o.id = @OrganizationId
        """;

    [Refuses(nameof(Refusals.OrganizationNotFound), nameof(Refusals.Deactivated))]
    internal static async Task<Results<Created<OrganizationRole>, Ok<OrganizationRole>, ProblemHttpResult>> Handle(
        long organizationId, Me me, IOptions<AccountsOptions> options, NpgsqlDataSource db, CancellationToken cancel)
    {
        var outcome = await db.QueryOneLocked<Outcome>(
            Sql,
            new { OrganizationId = organizationId, Me = me.Id, MustWait = options.Value.RequireActivation },
            cancel);

        if (outcome is null)
        {
            return Refusals.OrganizationNotFound;
        }

        if (outcome is { IsActive: false, AwaitsActivation: false })
        {
            return Refusals.Deactivated;
        }

        var membership = new OrganizationRole(outcome.Id, outcome.Name, outcome.Role!, outcome.IsActive);

        return outcome.IsNew ? TypedResults.Created((string?)null, membership) : TypedResults.Ok(membership);
    }
}
