using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.Messages;

/// <summary>
/// The statement that stores messages, any number in one round trip and one commit. Who may send, the positions, both
/// counters and the repeats are settled in it, for each message on its own, under the locks of their chats.
/// </summary>
internal sealed class MessageStore(NpgsqlDataSource db, IOptions<MessagesOptions> options)
{
    // With few messages PostgreSQL would rather plan anew each time than use one plan, and that takes longer than running
    // it. A plan that is made while the tables are empty would read them whole, for as long as nobody has counted what
    // has come into them since: the way through the indexes is right at any size. A chat that somebody else holds for
    // long is not waited for: it would keep those of all other chats waiting.
    private const string Prepare = """
        SELECT set_config('lock_timeout', @LockTimeout, true), set_config('plan_cache_mode', 'force_generic_plan', true),
               set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true)
        """;

    // Each message and what it finds: the chat, its sender in it, what it repeats and what it answers. A twin is looked
    // for only where the other transport was used a moment ago, and among the sender's newest messages. Open at its end,
    // for what else has to be true of one that may be written.
    private const string Asked = $"""
        asked AS MATERIALIZED (
            SELECT i.*, c.last_position, c.last_change, me.sent_count,
                   u.first_name, u.last_name, u.profile_image,
                   e.id AS keyed_id, coalesce(e.fingerprint = i.fingerprint, true) AS is_same,
                   replied.sender_id AS replied_sender_id, replied_sender.username AS replied_sender_username,
                   left(replied.content, 200) AS replied_content,
                   CASE WHEN i.key IS NULL
                         AND CASE WHEN i.is_from_socket THEN me.last_sent_rest_at ELSE me.last_sent_socket_at END
                             > statement_timestamp() - make_interval(secs => @TwiceSentWindow)
                        THEN (SELECT recent.id
                                FROM (SELECT m.*
                                        FROM messages m
                                       WHERE m.chat_id = c.id AND m.sender_id = i.sender_id
                                       ORDER BY m.position DESC
                                       LIMIT 1000) recent
                               WHERE recent.created_at > statement_timestamp() - make_interval(secs => @TwiceSentWindow)
                                 AND recent.is_from_socket <> i.is_from_socket
                                 AND recent.client_message_id IS NULL AND NOT recent.has_twin
                                 AND recent.content = i.content AND recent.reply_to IS NOT DISTINCT FROM i.reply_to
                                 AND NOT EXISTS (SELECT FROM attachments WHERE message_id = recent.id)
                               ORDER BY recent.position
                               LIMIT 1) END AS twin_id,
                   i.may_store AND e.id IS NULL AND NOT {Blocking.Any} AND (i.reply_to IS NULL OR replied.id IS NOT NULL)
        """;

    private const string Among = $"""
                   AS may_write
              FROM unnest(@ChatIds, @Kinds, @SenderIds, @Contents, @ReplyTos, @MessageKeys, @Fingerprints, @AreFromSocket,
                          @MayStore)
                   WITH ORDINALITY AS i (chat_id, kind, sender_id, content, reply_to, key, fingerprint, is_from_socket,
                                         may_store, place)
             CROSS JOIN {Membership.All}
              JOIN users u ON u.id = me.user_id
              LEFT JOIN messages e ON i.key IS NOT NULL AND e.chat_id = c.id AND e.sender_id = i.sender_id
                                  AND e.client_message_id = i.key
              LEFT JOIN messages replied ON replied.id = i.reply_to AND replied.chat_id = c.id AND replied.deleted_at IS NULL
              LEFT JOIN users replied_sender ON replied_sender.id = replied.sender_id
             WHERE c.id = i.chat_id AND c.kind = i.kind AND c.is_active AND me.user_id = i.sender_id
        )
        """;

    // The new ones among them, each at its place in its chat.
    private const string Placed = """
        placed AS MATERIALIZED (
            SELECT asked.*, is_new, count(*) OVER chat AS in_chat,
                   last_position + row_number() OVER chat AS position, last_change + row_number() OVER chat AS change,
                   CASE WHEN is_new THEN nextval('messages_id_seq') END AS id, statement_timestamp() AS created_at
              FROM asked
             CROSS JOIN LATERAL (SELECT may_write AND twin_id IS NULL AS is_new) decided
            WINDOW chat AS (PARTITION BY chat_id, is_new ORDER BY place
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        )
        """;

    private const string Written = """
        twins AS (
            UPDATE messages SET has_twin = true WHERE id IN (SELECT twin_id FROM placed WHERE twin_id IS NOT NULL)
        ), moved AS (
            UPDATE chats c
               SET last_position = c.last_position + placed.in_chat, last_change = c.last_change + placed.in_chat,
                   live_count = c.live_count + placed.in_chat, updated_at = placed.created_at
              FROM placed
             WHERE c.id = placed.chat_id AND is_new AND placed.position = placed.last_position + 1
        ), senders AS (
            UPDATE chat_members m
               SET sent_count = m.sent_count + 1, live_sent_count = m.live_sent_count + 1,
                   last_sent_socket_at = CASE WHEN is_from_socket AND key IS NULL THEN created_at ELSE m.last_sent_socket_at END,
                   last_sent_rest_at = CASE WHEN NOT is_from_socket AND key IS NULL THEN created_at ELSE m.last_sent_rest_at END
              FROM placed
             WHERE m.chat_id = placed.chat_id AND m.user_id = placed.sender_id AND is_new
        ), stored AS (
            INSERT INTO messages (id, chat_id, position, sender_id, sender_position, content, reply_to, is_from_socket,
                                  client_message_id, fingerprint, created_at)
            OVERRIDING SYSTEM VALUE
            SELECT id, chat_id, position, sender_id, sent_count + 1, content, reply_to, is_from_socket, key, fingerprint,
                   created_at
              FROM placed
             WHERE is_new
        )
        """;

    private const string Answer = """
        place, id, position, created_at, change, first_name, last_name, profile_image, replied_sender_id,
               replied_sender_username, replied_content, coalesce(keyed_id, twin_id) AS repeated_id, is_same,
               last_position, last_change
        """;

    private const string Sql = $"""
        -- Messages.Store.Prepare
        {Prepare};
        -- Messages.Store.Lock
        {Membership.LockChats};
        -- Messages.Store
        WITH {Asked}
        {Among}, {Placed}, {Written}
        SELECT {Answer}
          FROM placed
        """;

    // One message. Its files are nobody's, or being swept away, until it owns them; it has no twin.
    private const string WithFilesSql = $"""
        -- Messages.StoreWithFiles.Prepare
        {Prepare};
        -- Messages.StoreWithFiles.Lock
        {Membership.LockChats};
        -- Messages.StoreWithFiles
        WITH {LooseFiles.Held}, {Asked} AND {LooseFiles.AreAllHeld}
        {Among}, {Placed}, {Written}, owned AS (
            DELETE FROM loose_files WHERE key = ANY (@Keys) AND EXISTS (SELECT FROM placed WHERE is_new)
        ), added AS (
            INSERT INTO attachments (message_id, chat_id, place, type, file_name, content_type, size, width, height,
                                     file_key, thumbnail_key, thumbnail_size, created_at)
            SELECT placed.id, placed.chat_id, file.place, file.type, file.name, file.content_type, file.size, file.width,
                   file.height, file.key, file.thumbnail_key, file.thumbnail_size, placed.created_at
              FROM placed, unnest(@Types, @Names, @ContentTypes, @Sizes, @Widths, @Heights, @FileKeys, @ThumbnailKeys,
                                  @ThumbnailSizes)
                   WITH ORDINALITY AS file (type, name, content_type, size, width, height, key, thumbnail_key,
                                            thumbnail_size, place)
             WHERE is_new
            RETURNING id, place
        )
        SELECT {Answer},
               (SELECT array_agg(id ORDER BY place) FROM added) AS file_ids,
               {LooseFiles.AreAllHeld} AS has_files
          FROM placed
        """;

    /// <summary>Stores messages, no two of one sender in one chat.</summary>
    /// <param name="messages">What is to be stored.</param>
    /// <param name="lockTimeout">How long a chat that somebody else holds is waited for; null is without end.</param>
    /// <returns>What became of each, in their order; null for one whose sender is not in its chat.</returns>
    internal async Task<StoredMessage?[]> Store(IReadOnlyList<NewMessage> messages, TimeSpan? lockTimeout)
    {
        var rows = await db.QueryLast<StoredMessage>(
            Sql, Parameters(messages, lockTimeout), after: 2, CancellationToken.None);
        var stored = new StoredMessage?[messages.Count];

        foreach (var row in rows)
        {
            stored[row.Place - 1] = row;
        }

        return stored;
    }

    /// <summary>Stores one message, which gets its files.</summary>
    internal async Task<StoredMessage?> StoreWithFiles(NewMessage message, CancellationToken cancel)
    {
        var parameters = new DynamicParameters(Parameters([message], lockTimeout: null, hasTwins: false));
        parameters.AddDynamicParams(ParametersOf(message.Files));

        return (await db.QueryLast<StoredMessage>(WithFilesSql, parameters, after: 2, cancel)).SingleOrDefault();
    }

    private object Parameters(IReadOnlyList<NewMessage> messages, TimeSpan? lockTimeout, bool hasTwins = true) => new
    {
        LockTimeout = lockTimeout is { } timeout ? $"{timeout.TotalMilliseconds}ms" : "0",
        TwiceSentWindow = hasTwins ? options.Value.TwiceSentWindow.TotalSeconds : 0,
        ChatIds = All(messages, message => message.Chat.Id),
        Kinds = All(messages, message => message.Chat.Kind),
        SenderIds = All(messages, message => message.Sender.Id),
        Contents = All(messages, message => message.Content),
        ReplyTos = All(messages, message => message.ReplyTo),
        MessageKeys = All(messages, message => message.Key),
        Fingerprints = All(messages, Fingerprint),
        AreFromSocket = All(messages, message => message.IsFromSocket),
        MayStore = All(messages, message => message.MayStore),
    };

    private static object ParametersOf(IReadOnlyList<UploadedFile> files) => new
    {
        Keys = files.SelectMany(file => file.Keys).ToArray(),
        Types = All(files, file => file.Kind.Type),
        Names = All(files, file => file.FileName),
        ContentTypes = All(files, file => file.Kind.ContentType),
        Sizes = All(files, file => file.Size),
        Widths = All(files, file => file.Width),
        Heights = All(files, file => file.Height),
        FileKeys = All(files, file => file.Key),
        ThumbnailKeys = All(files, file => file.ThumbnailKey),
        ThumbnailSizes = All(files, file => file.ThumbnailSize),
    };

    // With its files' names and sizes, where it has any.
    private static byte[]? Fingerprint(NewMessage message) => message switch
    {
        { Key: null } => null,
        { Files.Count: 0 } => Idempotency.Fingerprint(new { message.Content, message.ReplyTo }),
        _ => Idempotency.Fingerprint(new
        {
            message.Content,
            message.ReplyTo,
            Files = message.Files.Select(file => new { file.FileName, file.Size }).ToArray(),
        }),
    };

    private static TColumn[] All<T, TColumn>(IReadOnlyList<T> rows, Func<T, TColumn> column)
    {
        var all = new TColumn[rows.Count];

        for (var i = 0; i < all.Length; i++)
        {
            all[i] = column(rows[i]);
        }

        return all;
    }
}

/// <summary>What became of a message: stored, where it has an id, or not, because it repeats another one or for a reason.</summary>
internal sealed class StoredMessage
{
    /// <summary>Its number among those that were stored together, from 1.</summary>
    public long Place { get; init; }

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

    /// <summary>The message that it repeats.</summary>
    public long? RepeatedId { get; init; }

    /// <summary>False where that one was another message under the same key.</summary>
    public bool IsSame { get; init; }

    /// <summary>How far the chat was before.</summary>
    public long LastPosition { get; init; }

    /// <summary>How far the chat was before.</summary>
    public long LastChange { get; init; }

    /// <summary>Its files, in their order.</summary>
    public long[]? FileIds { get; init; }

    /// <summary>False where its files were swept away before it came.</summary>
    public bool HasFiles { get; init; }
}
