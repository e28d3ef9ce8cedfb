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
/// groups of the first of them. Users, their sessions and their conversations are numbered from 1.
/// </summary>
internal static class World
{
    internal const string Database = "world";
    internal const int Users = 5000;
    internal const int SigningDays = 7;
    internal const string SigningKey = "a key of the benchmarks, which is long enough";

    private const int Conversations = Users / 2;
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
        await postgres.Execute(Database, "VACUUM ANALYZE");
        await postgres.Execute(Database, "CHECKPOINT");
    }

    /// <summary>Both doors of each of the first conversations, one after the other.</summary>
    internal static List<Door> Pairs(int conversations) =>
        [.. Enumerable.Range(1, 2 * conversations).Select(user => Conversation(user))];

    /// <summary>The doors of the first members of the smallest group that has so many.</summary>
    internal static List<Door> Members(int count)
    {
        var group = Conversations + 1 + Array.FindIndex(Groups, size => size >= count);

        return [.. Enumerable.Range(1, count).Select(user => At("group-chats", group, user))];
    }

    private static Door Conversation(int user) => At("conversations", (user + 1) / 2, user);

    private static Door At(string kind, int chat, int user)
    {
        var token = Tokens.Issue(user, user, 1).Token;
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

        SELECT setval(pg_get_serial_sequence(name, 'id'), {Users}) FROM unnest(ARRAY['users', 'sessions', 'chats']) name;
        """);
}
