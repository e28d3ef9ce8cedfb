using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Shows the caller what the service knows about them.</summary>
internal static class ShowProfile
{
    private const string Sql = $"""
        -- Accounts.ShowProfile
        SELECT {Profile.Columns} FROM users u WHERE u.id = @Me;
        {Profile.OrganizationsOfMe}
        """;

    internal static async Task<Ok<Profile>> Handle(Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var (found, organizations) =
            await db.QueryTwo<Profile.Row, OrganizationRole>(Sql, new { Me = me.Id }, cancel);

        return TypedResults.Ok(found.Single().With(organizations));
    }
}
