using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>A message to be stored, whichever way it came.</summary>
internal sealed record NewMessage(
    ChatId Chat, Me Sender, string Content, long? ReplyTo, string? Key, bool IsFromSocket)
{
    /// <summary>Its files, which are in the store; with the message they get their owner.</summary>
    internal IReadOnlyList<UploadedFile> Files { get; init; } = [];
}

/// <summary>What became of it: stored, or answered by the message that it repeats, or refused.</summary>
internal readonly record struct Written(Message? Message, bool IsRepeat, ProblemHttpResult? Refusal);

/// <summary>
/// Stores a message and shows it to the chat. Who may send, the position, both counters and the repeats are settled in
/// one statement under the chat's lock, in one round trip.
/// </summary>
internal sealed class MessageWriter(
    NpgsqlDataSource db, Hub hub, MessageAllowance allowance, SignedUrls urls, IOptions<MessagesOptions> options)
{
    // Who sends, and whether the key was used before.
    private const string Looked = $"""
        chat AS (
            SELECT c.id, c.kind, c.last_position, c.last_change,
                   CASE WHEN @IsFromSocket THEN me.last_sent_rest_at ELSE me.last_sent_socket_at END AS other_sent_at
              FROM {Membership.Mine}
             WHERE c.id = @ChatId AND c.kind = @Kind AND c.is_active
        ), keyed AS (
            SELECT e.id, e.fingerprint = @Fingerprint AS is_same
              FROM chat
              JOIN messages e ON e.chat_id = chat.id AND e.sender_id = @Me AND e.client_message_id = @Key
        )
        """;

    // A twin is looked for only where the other transport was used a moment ago, and among the sender's newest messages.
    private const string Twin = """
        twin AS (
            UPDATE messages
               SET has_twin = true
             WHERE id = (
                   SELECT recent.id
                     FROM chat
                    CROSS JOIN LATERAL (
                          SELECT e.*
                            FROM messages e
                           WHERE e.chat_id = chat.id AND e.sender_id = @Me
                           ORDER BY e.position DESC
                           LIMIT 1000) recent
                    WHERE @Key::text IS NULL
                      AND chat.other_sent_at > clock_timestamp() - make_interval(secs => @TwiceSentWindow)
                      AND recent.created_at > clock_timestamp() - make_interval(secs => @TwiceSentWindow)
                      AND recent.is_from_socket <> @IsFromSocket
                      AND recent.client_message_id IS NULL AND NOT recent.has_twin
                      AND recent.content = @Content AND recent.reply_to IS NOT DISTINCT FROM @ReplyTo
                      AND NOT EXISTS (SELECT FROM attachments WHERE message_id = recent.id)
                    ORDER BY recent.position
                    LIMIT 1)
            RETURNING id
        )
        """;

    // Open at its end, for what else has to be true.
    private const string Moved = $"""
        moved AS (
            UPDATE chats c
               SET last_position = c.last_position + 1, last_change = c.last_change + 1,
                   live_count = c.live_count + 1, updated_at = clock_timestamp()
              FROM chat
             WHERE c.id = chat.id AND @MayStore AND NOT {Blocking.Any}
               AND NOT EXISTS (SELECT FROM keyed) AND NOT EXISTS (SELECT FROM twin)
               AND (@ReplyTo::bigint IS NULL OR EXISTS (
                   SELECT FROM messages WHERE id = @ReplyTo AND chat_id = @ChatId AND deleted_at IS NULL))
        """;

    private const string Stored = """
            RETURNING c.id, c.last_position, c.last_change, c.updated_at
        ), sender AS (
            UPDATE chat_members m
               SET sent_count = m.sent_count + 1, live_sent_count = m.live_sent_count + 1,
                   last_sent_socket_at =
                       CASE WHEN @IsFromSocket AND @Key::text IS NULL THEN moved.updated_at ELSE m.last_sent_socket_at END,
                   last_sent_rest_at =
                       CASE WHEN NOT @IsFromSocket AND @Key::text IS NULL THEN moved.updated_at ELSE m.last_sent_rest_at END
              FROM moved
             WHERE m.chat_id = moved.id AND m.user_id = @Me
            RETURNING m.sent_count
        ), stored AS (
            INSERT INTO messages (chat_id, position, sender_id, sender_position, content, reply_to, is_from_socket,
                                  client_message_id, fingerprint, created_at)
            SELECT moved.id, moved.last_position, @Me, sender.sent_count, @Content, @ReplyTo, @IsFromSocket,
                   @Key, @Fingerprint, moved.updated_at
              FROM moved, sender
            RETURNING id, position, created_at
        )
        """;

    private const string Answer = """
        stored.id, stored.position, stored.created_at, moved.last_change AS change,
               u.first_name, u.last_name, u.profile_image,
               replied.sender_id AS replied_sender_id, replied_sender.username AS replied_sender_username,
               left(replied.content, 200) AS replied_content,
               coalesce(keyed.id, twin.id) AS repeated_id, coalesce(keyed.is_same, true) AS is_same,
               chat.last_position, chat.last_change
        """;

    private const string From = """
        FROM chat
          JOIN users u ON u.id = @Me
          LEFT JOIN moved ON true
          LEFT JOIN stored ON true
          LEFT JOIN keyed ON true
          LEFT JOIN twin ON true
          LEFT JOIN messages replied ON replied.id = @ReplyTo AND replied.chat_id = chat.id AND replied.deleted_at IS NULL
          LEFT JOIN users replied_sender ON replied_sender.id = replied.sender_id
        """;

    private const string Sql = $"""
        -- Messages.Write.Lock
        {Membership.LockChat};
        -- Messages.Write
        WITH {Looked}, {Twin}, {Moved}
        {Stored}
        SELECT {Answer}
          {From}
        """;

    // Has no twin. Its files are nobody's, or being swept away, until the message owns them.
    private const string WithFilesSql = $"""
        -- Messages.WriteWithFiles.Lock
        {Membership.LockChat};
        -- Messages.WriteWithFiles
        WITH {Looked}, twin AS (
            SELECT NULL::bigint AS id WHERE false
        ), {LooseFiles.Held}, {Moved}
               AND {LooseFiles.AreAllHeld}
        {Stored}, owned AS (
            DELETE FROM loose_files WHERE key = ANY (@Keys) AND EXISTS (SELECT FROM stored)
        ), added AS (
            INSERT INTO attachments (message_id, chat_id, place, type, file_name, content_type, size, width, height,
                                     file_key, thumbnail_key, thumbnail_size, created_at)
            SELECT stored.id, @ChatId, file.place, file.type, file.name, file.content_type, file.size, file.width,
                   file.height, file.key, file.thumbnail_key, file.thumbnail_size, stored.created_at
              FROM stored, unnest(@Types, @Names, @ContentTypes, @Sizes, @Widths, @Heights, @FileKeys, @ThumbnailKeys,
                                  @ThumbnailSizes)
                   WITH ORDINALITY AS file (type, name, content_type, size, width, height, key, thumbnail_key,
                                            thumbnail_size, place)
            RETURNING id, place
        )
        SELECT {Answer},
               (SELECT array_agg(id ORDER BY place) FROM added) AS file_ids,
               {LooseFiles.AreAllHeld} AS has_files
          {From}
        """;

    /// <summary>Stores a message, or finds the one that it repeats.</summary>
    internal async Task<Written> Write(NewMessage message, CancellationToken cancel)
    {
        var (messages, repeats) = allowance.Of(message.Sender.Id);
        var mayStore = messages.TryTake(out var wait);

        if (!mayStore && !repeats.TryTake(out _))
        {
            return Refused(Refusals.TooManyMessages(wait));
        }

        var hasFiles = message.Files.Count > 0;
        var row = await db.QueryOneLocked<Row>(hasFiles ? WithFilesSql : Sql, Parameters(message, mayStore), cancel);

        if (row?.RepeatedId is { } repeated)
        {
            (mayStore ? messages : repeats).Return();

            return row.IsSame ? await Repeat(repeated, row, message, cancel) : Refused(Refusals.KeyReused);
        }

        if (row is not null && !mayStore)
        {
            return Refused(Refusals.TooManyMessages(wait));
        }

        if (row?.Id is null)
        {
            // An hour has passed since they were put into the store, and they were swept away.
            if (row is { HasFiles: false } && hasFiles)
            {
                throw new StoreUnavailableException("Files were swept away before their message came.", mayHaveArrived: false);
            }

            // Where the chat is there, the caller in it and nobody blocked, only what it should answer can be missing.
            return Refused(
                await ChatRefusals.WhyNotWrite(message.Chat, message.Sender, db, cancel) ?? Refusals.UnknownReply);
        }

        return new Written(Publish(row, message), IsRepeat: false, null);
    }

    private Message Publish(Row row, NewMessage sent)
    {
        var sender = sent.Sender;
        var message = new Message(
            row.Id!.Value, sent.Chat.Id, Message.ConversationOf(sent.Chat.Id, sent.Chat.Kind),
            Message.GroupChatOf(sent.Chat.Id, sent.Chat.Kind), row.Position,
            new User(sender.Id, sender.Username, row.FirstName, row.LastName, row.ProfileImage),
            sender.Id, sender.Username, sent.Content, sent.ReplyTo,
            row.RepliedSenderId is { } repliedSender
                ? new RepliedMessage(
                    sent.ReplyTo!.Value, repliedSender, row.RepliedSenderUsername!, row.RepliedContent!, false)
                : null,
            [.. sent.Files.Select((file, i) => Attach(row.FileIds![i], file))],
            [], [], 0, false, null, false, row.CreatedAt, sent.Key);
        var topic = ChatTopic.Of(sent.Chat.Id);
        hub.Publish(topic, new Cursor(row.Position, row.Change), new MessageSent(message), author: sender.Id);

        return message;
    }

    private Attachment Attach(long id, UploadedFile file) => new AttachmentRow(
        id, file.Kind.Type, file.FileName, file.Kind.ContentType, file.Size, file.Width, file.Height,
        file.ThumbnailKey is not null).ToAttachment(urls);

    // The first attempt may have been stored without having been shown: its answer was lost on the way to this node.
    private async Task<Written> Repeat(long messageId, Row row, NewMessage repeat, CancellationToken cancel)
    {
        hub.Notice(ChatTopic.Of(repeat.Chat.Id), new Cursor(row.LastPosition, row.LastChange));
        var first = await MessageRow.FindMessage(messageId, repeat.Sender, db, cancel);

        return first is null
            ? Refused(Refusals.MessageNotFound)
            : new Written(first.ToMessage(urls), IsRepeat: true, null);
    }

    private static Written Refused(ProblemHttpResult refusal) => new(null, false, refusal);

    private object Parameters(NewMessage message, bool mayStore) => message.Files.Count == 0
        ? new
        {
            ChatId = message.Chat.Id,
            message.Chat.Kind,
            Me = message.Sender.Id,
            message.Content,
            message.ReplyTo,
            message.Key,
            Fingerprint = message.Key is null ? null : Idempotency.Fingerprint(new { message.Content, message.ReplyTo }),
            message.IsFromSocket,
            MayStore = mayStore,
            TwiceSentWindow = options.Value.TwiceSentWindow.TotalSeconds,
        }
        : ParametersWithFiles(message, mayStore);

    private static object ParametersWithFiles(NewMessage message, bool mayStore) => new
    {
        ChatId = message.Chat.Id,
        message.Chat.Kind,
        Me = message.Sender.Id,
        message.Content,
        message.ReplyTo,
        message.Key,
        Fingerprint = message.Key is null ? null : Idempotency.Fingerprint(new
        {
            message.Content,
            message.ReplyTo,
            Files = message.Files.Select(file => new { file.FileName, file.Size }).ToArray(),
        }),
        message.IsFromSocket,
        MayStore = mayStore,
        Keys = message.Files.SelectMany(file => file.Keys).ToArray(),
        Types = message.Files.Select(file => file.Kind.Type).ToArray(),
        Names = message.Files.Select(file => file.FileName).ToArray(),
        ContentTypes = message.Files.Select(file => file.Kind.ContentType).ToArray(),
        Sizes = message.Files.Select(file => file.Size).ToArray(),
        Widths = message.Files.Select(file => file.Width).ToArray(),
        Heights = message.Files.Select(file => file.Height).ToArray(),
        FileKeys = message.Files.Select(file => file.Key).ToArray(),
        ThumbnailKeys = message.Files.Select(file => file.ThumbnailKey).ToArray(),
        ThumbnailSizes = message.Files.Select(file => file.ThumbnailSize).ToArray(),
    };

    private sealed class Row
    {
        public long? Id { get; init; }
        public long Position { get; init; }
        public DateTime CreatedAt { get; init; }
        public long Change { get; init; }
        public string FirstName { get; init; } = "";
        public string LastName { get; init; } = "";
        public string? ProfileImage { get; init; }
        public long? RepliedSenderId { get; init; }
        public string? RepliedSenderUsername { get; init; }
        public string? RepliedContent { get; init; }
        public long? RepeatedId { get; init; }
        public bool IsSame { get; init; }
        public long LastPosition { get; init; }
        public long LastChange { get; init; }
        public long[]? FileIds { get; init; }
        public bool HasFiles { get; init; }
    }
}
