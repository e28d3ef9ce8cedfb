using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>Deletes one's own message and its files; a tombstone stays at its position.</summary>
internal static class DeleteMessage
{
    // Whoever is just reading the message holds the member's row: with all of them locked no read is counted wrongly.
    private const string Sql = $"""
        -- Messages.DeleteMessage.Lock
        WITH chat AS (
            SELECT id FROM chats WHERE id = (SELECT chat_id FROM messages WHERE id = @MessageId) FOR NO KEY UPDATE
        )
        SELECT 1 FROM chat_members WHERE chat_id = (SELECT id FROM chat) ORDER BY user_id FOR NO KEY UPDATE;
        -- Messages.DeleteMessage
        WITH moved AS (
            UPDATE chats
               SET last_change = last_change + 1, live_count = live_count - 1
             WHERE id = (
                   SELECT c.id
                     FROM messages e
                     JOIN {Membership.Mine} ON c.id = e.chat_id
                    WHERE e.id = @MessageId AND e.sender_id = @Me AND e.deleted_at IS NULL AND c.is_active)
            RETURNING id, last_position, last_change
        ), tombstone AS (
            UPDATE messages e
               SET content = '', deleted_at = clock_timestamp(), changed = moved.last_change
              FROM moved
             WHERE e.id = @MessageId
            RETURNING e.id, e.chat_id, e.position, e.sender_id
        ), cleared AS (
            DELETE FROM reactions USING tombstone WHERE message_id = tombstone.id
        ), counted AS (
            UPDATE chat_members m
               SET live_sent_count = m.live_sent_count - (m.user_id = t.sender_id)::int,
                   read_count = m.read_count - (m.user_id <> t.sender_id)::int
              FROM tombstone t
             WHERE m.chat_id = t.chat_id
               AND (m.user_id = t.sender_id OR m.read_through >= t.position OR EXISTS (
                   SELECT FROM message_reads r
                    WHERE r.chat_id = t.chat_id AND r.user_id = m.user_id AND r.first_position = t.position))
        ), gone AS (
            DELETE FROM attachments WHERE message_id = @MessageId AND EXISTS (SELECT FROM tombstone)
            RETURNING file_key, thumbnail_key
        ), doomed AS (
            {LooseFiles.DoomGone}
        )
        SELECT moved.id AS chat_id, moved.last_position, moved.last_change, tombstone.position,
               EXISTS (SELECT FROM gone) AS had_files
          FROM moved, tombstone
        """;

    [Refuses(
        nameof(Refusals.MessageNotFound), nameof(Refusals.NotAParticipant), nameof(Refusals.NotAMember),
        nameof(Refusals.NotTheDeleter))]
    internal static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        long messageId, Me me, NpgsqlDataSource db, Hub hub, Sweeper sweeper, CancellationToken cancel)
    {
        if (await db.QueryOneLocked<Row>(Sql, new { MessageId = messageId, Me = me.Id }, cancel) is not { } deleted)
        {
            return await ChatRefusals.Why(messageId, me, db, cancel) ?? Refusals.NotTheDeleter;
        }

        if (deleted.HadFiles)
        {
            sweeper.Wake();
        }

        hub.Publish(
            ChatTopic.Of(deleted.ChatId),
            new Cursor(deleted.LastPosition, deleted.LastChange),
            new MessageDeleted(deleted.ChatId, messageId, deleted.Position));

        return TypedResults.NoContent();
    }

    private sealed record Row(long ChatId, long LastPosition, long LastChange, long Position, bool HadFiles);
}
