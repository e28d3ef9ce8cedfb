using System.Globalization;
using Connectify.Benchmarks.Loading;
using Connectify.Faults.Staging;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Connectify.Benchmarks.Staging;

/// <summary>
/// Who is there, written into the database directly: users who are signed in, each in a conversation with the next, and
/// groups of the first of them, with messages in all of them. Users, their sessions and their conversations are numbered from 1.
/// </summary>
internal static class World
{
    internal const string Database = "world";
    internal const int Users = 5000;
    internal const int SigningDays = 7;
    internal const string SigningKey = "a key of the benchmarks, which is long enough";

    private const int Conversations = Users / 2;

    // What is there already: plans that are made for empty tables would be kept for full ones.
    private const int MessagesOfAConversation = 40;
    private const int MessagesOfAGroup = 1000;

    private static readonly int[] Groups = [100, 1000];

    private static readonly Tokens Tokens = new(
        Options.Create(new AuthOptions { SigningKey = SigningKey, AccessTokenLifetime = TimeSpan.FromDays(SigningDays) }),
        TimeProvider.System);

    /// <summary>Migrates a database of the cluster and fills it.</summary>
    internal static async Task Create(Postgres postgres)
    {
        await postgres.Execute("postgres", $"CREATE DATABASE {Database}");
        await Migrator.Migrate(postgres.AddressOf(Database), NullLogger.Instance, CancellationToken.None);
        await postgres.Execute(Database, Sql());
        await postgres.Execute(Database, "VACUUM FULL");
        await postgres.Execute(Database, "VACUUM ANALYZE");
        await postgres.Execute(Database, "CHECKPOINT");
    }

    /// <summary>Both doors of each of some conversations, one after the other.</summary>
    internal static List<Door> Pairs(int conversations, int first = 1) =>
        [.. Enumerable.Range(2 * first - 1, 2 * conversations).Select(Conversation)];

    /// <summary>The doors of the first members of the smallest group that has so many.</summary>
    internal static List<Door> Members(int count)
    {
        var group = Conversations + 1 + Array.FindIndex(Groups, size => size >= count);

        return [.. Enumerable.Range(1, count).Select(user => At("group-chats", group, user))];
    }

    /// <summary>An access token.</summary>
    internal static string TokenOf(long user, long session) => Tokens.Issue(user, session, 1).Token;

    private static Door Conversation(int user) => At("conversations", (user + 1) / 2, user);

    private static Door At(string kind, int chat, int user)
    {
        var token = TokenOf(user, user);
        var place = string.Create(CultureInfo.InvariantCulture, $"{kind}/{chat}");

        return new Door($"/ws/messaging/{place}/?token={token}", $"/api/messaging/{place}/send_message/", token);
    }

    private static string Sql() => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO organizations (name) VALUES ('Benchmarks');

        INSERT INTO users (id, username, email, password_hash) OVERRIDING SYSTEM VALUE
        SELECT n, 'user' || n, 'user' || n || '@example.com', 'nobody signs in' FROM generate_series(1, {Users}) n;

        INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
        SELECT 1, n, 'USER', true, false FROM generate_series(1, {Users}) n;

        INSERT INTO sessions (id, user_id, expires_at) OVERRIDING SYSTEM VALUE
        SELECT n, n, now() + interval '30 days' FROM generate_series(1, {Users}) n;

        INSERT INTO chats (id, organization_id, kind, participant_low, participant_high, created_by) OVERRIDING SYSTEM VALUE
        SELECT n, 1, 'conversation', 2 * n - 1, 2 * n, 2 * n - 1 FROM generate_series(1, {Conversations}) n;

        INSERT INTO chats (id, organization_id, kind, created_by, name, member_count) OVERRIDING SYSTEM VALUE
        SELECT {Conversations} + place, 1, 'group', 1, 'Group of ' || size, size
          FROM unnest(ARRAY[{string.Join(", ", Groups)}]) WITH ORDINALITY AS g (size, place);

        INSERT INTO chat_members (chat_id, user_id)
        SELECT (n + 1) / 2, n FROM generate_series(1, {Users}) n;

        INSERT INTO chat_members (chat_id, user_id, role)
        SELECT c.id, n, CASE n WHEN 1 THEN 'admin' ELSE 'member' END
          FROM chats c, generate_series(1, c.member_count) n
         WHERE c.kind = 'group';

        INSERT INTO messages (chat_id, position, sender_id, sender_position, created_at, is_from_socket, content)
        SELECT c.id, n, 2 * c.id - n % 2, (n + 1) / 2, now() - interval '1 hour', true, repeat('m', {Marker.MessageLength})
          FROM generate_series(1, {MessagesOfAConversation}) n, chats c
         WHERE c.kind = 'conversation'
         ORDER BY n, c.id;

        INSERT INTO messages (chat_id, position, sender_id, sender_position, created_at, is_from_socket, content)
        SELECT c.id, n, 1 + (n - 1) % c.member_count, 1 + (n - 1) / c.member_count, now() - interval '1 hour', true,
               repeat('m', {Marker.MessageLength})
          FROM generate_series(1, {MessagesOfAGroup}) n, chats c
         WHERE c.kind = 'group'
         ORDER BY n, c.id;

        UPDATE chats c
           SET last_position = number, last_change = number, live_count = number
          FROM (SELECT chat_id, count(*) AS number FROM messages GROUP BY chat_id) m
         WHERE m.chat_id = c.id;

        UPDATE chat_members c
           SET sent_count = number, live_sent_count = number
          FROM (SELECT chat_id, sender_id, count(*) AS number FROM messages GROUP BY chat_id, sender_id) m
         WHERE m.chat_id = c.chat_id AND m.sender_id = c.user_id;

        SELECT setval(pg_get_serial_sequence(name, 'id'), {Users}) FROM unnest(ARRAY['users', 'sessions', 'chats']) name;
        """);
}
