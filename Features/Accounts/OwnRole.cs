using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>The caller's role in an organization: what a refusal depends on.</summary>
internal static class OwnRole
{
    private const string Sql = """
        -- Accounts.OwnRole
        SELECT role
          FROM organization_members
         WHERE organization_id = @OrganizationId AND user_id = @Me AND is_active
        """;

    /// <summary>The role, or null for whoever is no active member there.</summary>
    internal static Task<string?> In(long organizationId, Me me, NpgsqlDataSource db, CancellationToken cancel) =>
        db.QueryOne<string>(Sql, new { OrganizationId = organizationId, Me = me.Id }, cancel);

    /// <summary>What somebody with this role is told who may not make a user, or not one with such a role.</summary>
    internal static ProblemHttpResult Refusal(string? role) => role switch
    {
        null => Refusals.OrganizationNotFound,
        Roles.Admin => Refusals.CannotUpdateRoles,
        _ => Refusals.NotAnAdmin,
    };
}
