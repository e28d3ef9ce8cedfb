using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Lists who has read a message, latest readers first.</summary>
internal static class ListReads
{
    /// <summary>A reader of a message, and when; UTC.</summary>
    internal sealed record Read(
        long Id, string Username, string FirstName, string LastName, string? ProfileImage, DateTime ReadAt)
        : User(Id, Username, FirstName, LastName, ProfileImage)
    {
        internal static new Read Example { get; } =
            new(1, "alice", "Alice", "Archer", null, new DateTime(2026, 1, 15, 15, 1, 0, DateTimeKind.Utc));
    }

    private const string Sql = $"""
        -- Messages.ListReads
        WITH message AS (
            SELECT e.chat_id, e.position, e.sender_id
              FROM messages e
              JOIN {Membership.Mine} ON c.id = e.chat_id
             WHERE e.id = @MessageId AND e.deleted_at IS NULL AND c.is_active
        ), readers AS (
            SELECT member.user_id, range.read_at
              FROM message
              JOIN chat_members member ON member.chat_id = message.chat_id AND member.user_id <> message.sender_id
             CROSS JOIN LATERAL (
                   SELECT r.last_position, r.read_at
                     FROM message_reads r
                    WHERE r.chat_id = message.chat_id AND r.user_id = member.user_id
                      AND r.first_position <= message.position
                    ORDER BY r.first_position DESC
                    LIMIT 1) range
             WHERE range.last_position >= message.position
        )
        SELECT (SELECT count(*) FROM readers) AS count,
               u.id, u.username, u.first_name, u.last_name, u.profile_image, reader.read_at
          FROM message
          LEFT JOIN (SELECT * FROM readers ORDER BY read_at DESC, user_id DESC LIMIT @Size OFFSET @Skip) reader ON true
          LEFT JOIN users u ON u.id = reader.user_id
         ORDER BY reader.read_at DESC, reader.user_id DESC
        """;

    [Refuses(
        nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember),
        nameof(Refusals.PageNotFound))]
    internal static async Task<Results<Ok<Page<Read>>, ProblemHttpResult>> Handle(
        long messageId, PageQuery page, Me me, NpgsqlDataSource db, CancellationToken cancel)
    {
        var rows = await db.Query<Row>(
            Sql, new { MessageId = messageId, Me = me.Id, page.Size, page.Skip }, cancel);

        if (rows.Count == 0)
        {
            return await ChatRefusals.Why(messageId, me, db, cancel) ?? Refusals.MessageNotFound;
        }

        var reads = rows.Where(row => row.Id is not null).Select(row =>
            new Read(row.Id!.Value, row.Username, row.FirstName, row.LastName, row.ProfileImage, row.ReadAt));

        return page.Of(rows[0].Count, [.. reads]) is { } found ? TypedResults.Ok(found) : Refusals.PageNotFound;
    }

    private sealed class Row
    {
        public long Count { get; init; }
        public long? Id { get; init; }
        public string Username { get; init; } = "";
        public string FirstName { get; init; } = "";
        public string LastName { get; init; } = "";
        public string? ProfileImage { get; init; }
        public DateTime ReadAt { get; init; }
    }
}
