using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Blocks;

/// <summary>Ends a block of the caller.</summary>
internal static class UnblockUser
{
    private const string Sql = $"""
        -- Blocks.UnblockUser.Lock
        WITH b AS (
            SELECT b.*
              FROM blocks b
              JOIN organization_members m ON m.organization_id = b.organization_id AND m.user_id = @Me
             WHERE b.id = @BlockId AND b.blocker_id = @Me
               FOR NO KEY UPDATE OF m
        )
        SELECT 1 FROM b JOIN chats c ON {Pair.Talks} FOR NO KEY UPDATE OF c;
        -- Blocks.UnblockUser
        WITH removed AS (
            DELETE FROM blocks b
             USING organization_members m
             WHERE b.id = @BlockId AND b.blocker_id = @Me
               AND m.organization_id = b.organization_id AND m.user_id = @Me AND m.is_active
            RETURNING b.*
        )
        SELECT c.id AS chat_id, clock_timestamp() AS as_of,
               EXISTS (SELECT FROM blocks other
                        WHERE other.organization_id = b.organization_id
                          AND other.blocker_id = b.blocked_id AND other.blocked_id = b.blocker_id) AS is_muted
          FROM removed b
          LEFT JOIN chats c ON {Pair.Talks}
        """;

    private const string WhySql = """
        -- Blocks.UnblockRefusal
        SELECT true
          FROM blocks b
          JOIN organization_members m ON m.organization_id = b.organization_id AND m.user_id = @Me AND m.is_active
         WHERE b.id = @BlockId AND b.blocker_id <> @Me
        """;

    [Refuses(nameof(Refusals.NotTheBlocker), nameof(Refusals.BlockNotFound))]
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        long blockId, Me me, NpgsqlDataSource db, Hub hub, CancellationToken cancel)
    {
        var parameters = new { BlockId = blockId, Me = me.Id };

        if (await db.QueryOneLocked<Row>(Sql, parameters, cancel) is not { } removed)
        {
            return await db.QueryOne<bool>(WhySql, parameters, cancel) ? Refusals.NotTheBlocker : Refusals.BlockNotFound;
        }

        if (removed.ChatId is { } chat)
        {
            hub.Mute(new Topic(chat), removed.IsMuted, removed.AsOf);
        }

        return TypedResults.NoContent();
    }

    private sealed record Row(long? ChatId, DateTime AsOf, bool IsMuted);
}
