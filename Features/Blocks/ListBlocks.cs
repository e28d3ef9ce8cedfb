using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Blocks;

/// <summary>Lists whom the caller blocks, newest first.</summary>
internal static class ListBlocks
{
    private const string Sql = $"""
        -- Blocks.ListBlocks
        SELECT {BlockRow.Columns}
          FROM blocks b
          JOIN organization_members m ON m.organization_id = b.organization_id AND m.user_id = @Me AND m.is_active
          JOIN users u ON u.id = b.blocked_id
         WHERE b.blocker_id = @Me
           AND (@OrganizationId::bigint IS NULL OR b.organization_id = @OrganizationId)
           AND (@Time::timestamptz IS NULL OR (b.created_at, b.id) < (@Time, @LastId))
         ORDER BY b.created_at DESC, b.id DESC
         LIMIT @Limit + 1
        """;

    internal static async Task<Ok<IReadOnlyList<Block>>> Handle(
        BlocksQuery query, Me me, HttpResponse response, NpgsqlDataSource db, CancellationToken cancel)
    {
        var (limit, time, lastId, _) = query.Cut;
        var rows = await db.Query<BlockRow>(
            Sql, new { Me = me.Id, query.OrganizationId, Time = time, LastId = lastId, Limit = limit }, cancel);
        var blocks = rows.Take(limit ?? rows.Count).Select(row => row.ToBlock()).ToList();

        if (blocks.Count < rows.Count)
        {
            query.Cut.LinkNext(response, blocks[^1].CreatedAt, blocks[^1].Id);
        }

        return TypedResults.Ok<IReadOnlyList<Block>>(blocks);
    }
}
