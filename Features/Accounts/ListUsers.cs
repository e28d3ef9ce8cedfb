using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Accounts;

/// <summary>A page of an organization's users, newest member first: the active ones, for its admins all.</summary>
internal static class ListUsers
{
    private sealed record Total(string? OwnRole, long Count);

    private const string Sql = $"""
        -- Accounts.ListUsers
        SELECT min(mine.role) AS own_role, count(*) FILTER (WHERE {UserSearch.Finds}) AS count
        {OrganizationUser.FromVisible};
        SELECT {OrganizationUser.Columns}
        {OrganizationUser.FromVisible} AND {UserSearch.Finds}
        ORDER BY m.joined_at DESC, u.id DESC
        LIMIT @Size OFFSET @Skip
        """;

    [Refuses(nameof(Refusals.OrganizationNotFound), nameof(Refusals.PageNotFound))]
    internal static async Task<Results<Ok<Page<OrganizationUser>>, ProblemHttpResult>> Handle(
        long organizationId, PageQuery page, UserSearch search, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var (totals, users) = await db.QueryTwo<Total, OrganizationUser>(
            Sql,
            new { OrganizationId = organizationId, Me = me.Id, Search = search.Pattern, page.Size, page.Skip },
            cancel);

        if (totals is not [{ OwnRole: not null } total])
        {
            return Refusals.OrganizationNotFound;
        }

        return page.Of(total.Count, users) is { } found ? TypedResults.Ok(found) : Refusals.PageNotFound;
    }
}
