using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>Shows a user of an organization to one of its members.</summary>
internal static class ShowUser
{
    private const string Sql = $"""
        -- Accounts.ShowUser
        {OrganizationUser.ById}
        """;

    [Refuses(nameof(Refusals.OrganizationNotFound), nameof(Refusals.UserNotFound))]
    internal static async Task<Results<Ok<OrganizationUser>, ProblemHttpResult>> Handle(
        long organizationId, long userId, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var user = await db.QueryOne<OrganizationUser>(
            Sql, new { OrganizationId = organizationId, Me = me.Id, UserId = userId }, cancel);

        if (user is not null)
        {
            return TypedResults.Ok(user);
        }

        return await OwnRole.In(organizationId, me, db, cancel) is null
            ? Refusals.OrganizationNotFound
            : Refusals.UserNotFound;
    }
}
