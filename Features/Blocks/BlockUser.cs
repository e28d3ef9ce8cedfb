using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Blocks;

/// <summary>Blocks a member of an organization there; blocking twice answers the first block.</summary>
internal static class BlockUser
{
    /// <param name="BlockedId">Who is to be blocked.</param>
    /// <param name="OrganizationId">Where it is to hold.</param>
    internal sealed record Request(long? BlockedId, long? OrganizationId)
    {
        internal static Request Example { get; } = new(3, 1);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.BlockedId).NotNull().WithMessage("A user is needed.");
            RuleFor(request => request.OrganizationId).NotNull().WithMessage("An organization is needed.");
        }
    }

    private const string Sql = $"""
        -- Blocks.BlockUser.Lock
        {Pair.Lock};
        -- Blocks.BlockUser
        WITH earlier AS (
            {Idempotency.Earlier}
        ), allowed AS (
            {Pair.Allowed} AND NOT EXISTS (SELECT FROM earlier)
        ), chat AS (
            SELECT c.id FROM {Pair.Asked} JOIN chats c ON {Pair.Talks} FOR NO KEY UPDATE OF c
        ), made AS (
            INSERT INTO blocks (organization_id, blocker_id, blocked_id)
            SELECT organization_id, blocker_id, blocked_id FROM allowed
            ON CONFLICT DO NOTHING
            RETURNING *
        ), created AS (
            SELECT * FROM made
            UNION ALL
            SELECT b.* FROM allowed JOIN blocks b USING (organization_id, blocker_id, blocked_id)
        ), remembered AS (
            {Idempotency.Remember}
        ), answer AS (
            SELECT * FROM created
            UNION ALL
            SELECT b.*
              FROM earlier JOIN blocks b ON b.id = earlier.id
              JOIN organization_members m ON m.organization_id = b.organization_id AND m.user_id = @Me AND m.is_active
        )
        SELECT {BlockRow.Columns}, EXISTS (SELECT FROM made) AS is_new, chat.id AS chat_id, clock_timestamp() AS as_of,
               earlier.id AS earlier_id, earlier.is_same, {Pair.BlockerBelongs} AS belongs
          FROM (VALUES (1)) one (row)
          LEFT JOIN (answer b JOIN users u ON u.id = b.blocked_id) ON true
          LEFT JOIN chat ON true
          LEFT JOIN earlier ON true
        """;

    [Refuses(
        nameof(Refusals.NotInOrganization), nameof(Refusals.BlockedNotInOrganization), nameof(Refusals.BlockOfOneself),
        nameof(Refusals.KeyReused), nameof(Refusals.BlockNotFound))]
    internal static async Task<Results<Created<Block>, Ok<Block>, ProblemHttpResult>> Handle(
        Request request, IdempotencyKey key, Me me, NpgsqlDataSource db, Hub hub, CancellationToken cancel)
    {
        var parameters = new
        {
            Me = me.Id,
            request.BlockedId,
            request.OrganizationId,
            Path = "blocks",
            Key = key.Value,
            Fingerprint = Idempotency.Fingerprint(request),
        };
        var row = (await db.QueryOneLocked<Row>(Sql, parameters, cancel))!;

        if (row is { BlockId: not null, IsSame: not false, ChatId: { } chat })
        {
            hub.Mute(new Topic(chat), isMuted: true, row.AsOf);
        }

        return row switch
        {
            { EarlierId: not null, IsSame: false } => Refusals.KeyReused,
            { EarlierId: not null, BlockId: null } => Refusals.BlockNotFound,
            { IsNew: true } => TypedResults.Created((string?)null, row.ToBlock()),
            { BlockId: not null } => TypedResults.Ok(row.ToBlock()),
            { Belongs: false } => Refusals.NotInOrganization,
            _ when request.BlockedId == me.Id => Refusals.BlockOfOneself,
            _ => Refusals.BlockedNotInOrganization,
        };
    }

    private sealed class Row : BlockRow
    {
        public bool IsNew { get; init; }
        public long? ChatId { get; init; }
        public DateTime AsOf { get; init; }
        public long? EarlierId { get; init; }
        public bool? IsSame { get; init; }
        public bool Belongs { get; init; }
    }
}
