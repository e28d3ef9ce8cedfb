using Connectify.Faults.Staging;

namespace Connectify.Benchmarks.Yardsticks;

/// <summary>
/// The least that a store of messages can be: a thousand chats of two users each, a hundred thousand messages in them, and
/// a statement that stores one and says so in its chat.
/// </summary>
internal static class YardstickSchema
{
    internal const string Database = "yardstick";

    /// <summary>The statement, as a script of pgbench.</summary>
    internal const string Script = """
        \set chat random(1, 1000)
        \set sender 2 * :chat - random(0, 1)
        WITH stored AS (
            INSERT INTO messages (chat_id, sender_id, content) VALUES (:chat, :sender, :content)
            RETURNING id, chat_id, created_at
        )
        UPDATE chats c
           SET newest_id = s.id, newest_at = s.created_at, message_count = message_count + 1
          FROM stored s
         WHERE c.id = s.chat_id
        RETURNING s.id, s.created_at;
        """;

    private const string Schema = """
        CREATE TABLE users (
            id       bigint PRIMARY KEY,
            username text   NOT NULL UNIQUE
        );

        CREATE TABLE chats (
            id            bigint PRIMARY KEY,
            newest_id     bigint,
            newest_at     timestamptz,
            message_count bigint NOT NULL DEFAULT 0
        );

        CREATE TABLE chat_members (
            chat_id bigint NOT NULL REFERENCES chats,
            user_id bigint NOT NULL REFERENCES users,
            PRIMARY KEY (chat_id, user_id)
        );

        CREATE TABLE messages (
            id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            chat_id    bigint      NOT NULL REFERENCES chats,
            sender_id  bigint      NOT NULL REFERENCES users,
            reply_to   bigint,
            created_at timestamptz NOT NULL DEFAULT now(),
            content    text        NOT NULL
        );

        CREATE INDEX messages_newest ON messages (chat_id, id DESC);

        INSERT INTO users SELECT n, 'user' || n FROM generate_series(1, 2000) n;
        INSERT INTO chats (id) SELECT n FROM generate_series(1, 1000) n;
        INSERT INTO chat_members SELECT (n + 1) / 2, n FROM generate_series(1, 2000) n;
        INSERT INTO messages (chat_id, sender_id, content)
        SELECT 1 + n % 1000, 2 * (1 + n % 1000) - (n / 1000) % 2, repeat('m', 200) FROM generate_series(0, 99999) n;
        """;

    /// <summary>One of the two users of a chat.</summary>
    internal static long SenderIn(long chat) => 2 * chat;

    internal static async Task Create(Postgres postgres)
    {
        await postgres.Execute("postgres", $"CREATE DATABASE {Database}");
        await postgres.Execute(Database, Schema);
        await postgres.Execute(Database, "VACUUM ANALYZE");
        await postgres.Execute(Database, "CHECKPOINT");
    }
}
