using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Lists the messages of a chat, newest first: a page, or those next to a message.</summary>
internal static class ListMessages
{
    // Positions are dense: a page is a range, however deep it lies, and the count is the last position. Its limit cuts
    // nothing off: it tells the planner how few rows there are in a range of which it does not know the ends.
    private const string Sql = $"""
        -- Messages.ListMessages
        WITH chat AS (
            SELECT c.id, c.last_position
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        ), anchor AS (
            SELECT e.position FROM chat JOIN messages e ON e.id = @Anchor AND e.chat_id = chat.id
        ), span AS (
            SELECT chat.id, CASE
                   WHEN @Anchor::bigint IS NULL THEN chat.last_position - @Skip
                   WHEN @IsAfter THEN anchor.position + @Size
                   ELSE anchor.position - 1
                   END AS high
              FROM chat LEFT JOIN anchor ON true
        ), page AS (
            SELECT e.*
              FROM span
             CROSS JOIN LATERAL (
                   SELECT * FROM messages
                    WHERE chat_id = span.id AND position > span.high - @Size AND position <= span.high
                    ORDER BY position DESC
                    LIMIT @Size) e
        ), {MessageRow.Reads}
        SELECT chat.last_position AS count, anchor.position AS anchor_position, {MessageRow.Columns}
          FROM chat
          LEFT JOIN anchor ON true
          LEFT JOIN page ON true
          {MessageRow.Joins}
         ORDER BY page.position DESC
        """;

    [Refuses(
        nameof(Refusals.NotAParticipant), nameof(Refusals.ConversationNotFound), nameof(Refusals.NotAMember),
        nameof(Refusals.GroupChatNotFound), nameof(Refusals.PageNotFound))]
    internal static async Task<Results<Ok<Page<Message>>, Ok<Neighbours>, ProblemHttpResult>> Handle(
        ChatId chat, MessagesQuery query, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel)
    {
        var rows = await db.Query<Row>(
            Sql,
            new { ChatId = chat.Id, chat.Kind, Me = me.Id, query.Anchor, query.IsAfter, query.Size, query.Skip },
            cancel);

        if (rows.Count == 0)
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? ChatRefusals.NotFound(chat);
        }

        var count = rows[0].Count;
        IReadOnlyList<Message> messages = [.. rows.Where(row => row.Id != 0).Select(row => row.ToMessage(urls))];

        if (query.Page is { } page)
        {
            return page.Of(count, messages) is { } found ? TypedResults.Ok(found) : Refusals.PageNotFound;
        }

        if (rows[0].AnchorPosition is not { } anchor)
        {
            return Problem.Invalid(query.IsAfter ? "after" : "before", "There is no such message in this chat.");
        }

        var hasMore = query.IsAfter ? anchor + query.Size < count : anchor - 1 > query.Size;

        return TypedResults.Ok(new Neighbours(messages, hasMore));
    }

    /// <summary>The messages nearest to one on one side, newest first, and whether there are more beyond.</summary>
    internal sealed record Neighbours(IReadOnlyList<Message> Results, bool HasMore)
    {
        internal static Neighbours Example { get; } = new([Message.Example], HasMore: true);
    }

    private sealed class Row : MessageRow
    {
        public long Count { get; init; }
        public long? AnchorPosition { get; init; }
    }
}
