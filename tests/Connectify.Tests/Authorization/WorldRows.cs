using Connectify.Features.Accounts;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connectify.Tests.Authorization;

/// <summary>Puts worlds into a database.</summary>
internal static class WorldRows
{
    private const string ClearSql = "TRUNCATE organizations, users CASCADE";

    private const string Sql = """
        INSERT INTO organizations (id, name) OVERRIDING SYSTEM VALUE
        VALUES (@Ours, @Mark || '-organization'), (@Theirs, 'theirs ' || @Theirs);

        INSERT INTO users (id, username, email, password_hash, first_name, last_name, bio, profile_image)
               OVERRIDING SYSTEM VALUE
        SELECT id, name, private || '@example.com', @Hash, name, name, private, 'https://example.com/' || name
          FROM unnest(@Ids, @Names, @Privates) AS person (id, name, private);

        INSERT INTO organization_members (organization_id, user_id, role, is_active, awaits_activation)
        SELECT CASE WHEN is_ours THEN @Ours ELSE @Theirs END, id, role, is_active, awaits
          FROM unnest(@Ids, @AreOurs, @Roles, @AreActive, @Await) AS person (id, is_ours, role, is_active, awaits)
        UNION ALL
        SELECT @Theirs, @Gone, 'USER', true, false;

        INSERT INTO sessions (id, user_id, expires_at) OVERRIDING SYSTEM VALUE
        SELECT id, id, now() + interval '1 day' FROM unnest(@Ids) id
        UNION ALL
        SELECT id + 100, id, now() - interval '1 second' FROM unnest(@Ids) id;

        INSERT INTO chats (id, organization_id, kind, created_by, participant_low, participant_high)
               OVERRIDING SYSTEM VALUE
        VALUES (@Pair, @Ours, 'conversation', @Author, least(@Author, @Member), greatest(@Author, @Member)),
               (@BlockedPair, @Ours, 'conversation', @Author, least(@Author, @Blocked), greatest(@Author, @Blocked)),
               (@GonePair, @Ours, 'conversation', @Author, least(@Author, @Gone), greatest(@Author, @Gone));

        INSERT INTO chats (id, organization_id, kind, created_by, name, description, member_count)
               OVERRIDING SYSTEM VALUE
        VALUES (@Group, @Ours, 'group', @GroupAdmin, @Mark || '-group', @Mark || '-description', 5),
               (@GroupOfFiles, @Ours, 'group', @Fellow, @Mark || '-files', '', 1);

        INSERT INTO chat_members (chat_id, user_id, role, left_at)
        VALUES (@Pair, @Author, 'member', NULL), (@Pair, @Member, 'member', NULL),
               (@BlockedPair, @Author, 'member', NULL), (@BlockedPair, @Blocked, 'member', NULL),
               (@GonePair, @Author, 'member', NULL), (@GonePair, @Gone, 'member', NULL), (@Group, @Gone, 'admin', NULL),
               (@Group, @GroupAdmin, 'admin', NULL), (@Group, @Author, 'member', NULL), (@Group, @Member, 'member', NULL),
               (@Group, @Blocked, 'member', NULL), (@Group, @Former, 'member', now()),
               (@GroupOfFiles, @Fellow, 'admin', NULL);

        INSERT INTO messages (id, chat_id, position, sender_id, sender_position, content, is_from_socket, created_at)
               OVERRIDING SYSTEM VALUE
        SELECT @First + number, chat, position, sender, sender_position, @Mark || '-' || @First + number, false, now()
          FROM (VALUES (1, @Pair, 1, @Author, 1), (2, @Pair, 2, @Member, 1), (3, @Pair, 3, @Author, 2),
                       (4, @BlockedPair, 1, @Blocked, 1), (5, @BlockedPair, 2, @Author, 1),
                       (6, @Group, 1, @Author, 1), (7, @Group, 2, @Blocked, 1), (8, @Group, 3, @Former, 1),
                       (9, @Group, 4, @GroupAdmin, 1),
                       (10, @GonePair, 1, @Gone, 1), (11, @Group, 5, @Gone, 1),
                       (12, @GroupOfFiles, 1, @Fellow, 1)) AS message (number, chat, position, sender, sender_position);

        INSERT INTO message_reads (chat_id, user_id, first_position, last_position, read_at)
        VALUES (@Pair, @Member, 1, 1, now()), (@BlockedPair, @Author, 1, 1, now()),
               (@Group, @Member, 1, 1, now()), (@Group, @Author, 2, 2, now());

        INSERT INTO attachments (id, message_id, chat_id, place, type, file_name, content_type, size, created_at,
                                 file_key, thumbnail_key, thumbnail_size) OVERRIDING SYSTEM VALUE
        VALUES (@First + 1, @First + 12, @GroupOfFiles, 1, 'image', @Mark || '-file.png', 'image/png', @FileSize, now(),
                @FileKey, @ThumbnailKey, @FileSize);

        INSERT INTO avatars (id, chat_id, content_type, size, file_key) OVERRIDING SYSTEM VALUE
        VALUES (@First + 1, @GroupOfFiles, 'image/png', @FileSize, @AvatarKey);

        INSERT INTO reactions (message_id, user_id, emoji, created_at)
        SELECT @First + number, person, '❤', now()
          FROM (VALUES (1, @Author), (1, @Member), (4, @Blocked),
                       (6, @Author), (6, @Member), (6, @GroupAdmin), (7, @Blocked)) AS reaction (number, person);

        INSERT INTO blocks (id, organization_id, blocker_id, blocked_id) OVERRIDING SYSTEM VALUE
        VALUES (@First + 1, @Ours, @Author, @Blocked);

        UPDATE chats
           SET last_position = said.count, last_change = said.count, live_count = said.count
          FROM (SELECT chat_id, count(*) FROM messages GROUP BY chat_id) said
         WHERE id = said.chat_id AND id > @First;

        UPDATE chat_members m
           SET (sent_count, live_sent_count, read_count) = (
               SELECT count(*), count(*),
                      (SELECT count(*) FROM message_reads r WHERE r.chat_id = m.chat_id AND r.user_id = m.user_id)
                 FROM messages e
                WHERE e.chat_id = m.chat_id AND e.sender_id = m.user_id)
         WHERE chat_id > @First;
        """;

    /// <summary>Forgets all worlds.</summary>
    internal static async Task Clear(this App app)
    {
        // It wants all tables for itself, and the check of the open sockets may just be looking at one after the other.
        for (var isDone = false; !isDone;)
        {
            try
            {
                await app.TakeTimeTo(ClearSql);
                isDone = true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }

    internal static async Task<World> NewWorld(this App app)
    {
        var world = new World();
        var passwords = app.Services.GetRequiredService<Passwords>();

        await app.TakeTimeTo(Sql, new
        {
            world.First,
            world.Mark,
            world.Ours,
            world.Theirs,
            Hash = await passwords.Hash(Person.Password, TestContext.Current.CancellationToken),
            Ids = World.People.Select(person => world.Person(person.Name)).ToArray(),
            Names = World.People.Select(person => world.NameOf(person.Name)).ToArray(),
            Privates = World.People.Select(person => world.PrivateOf(person.Name)).ToArray(),
            AreOurs = World.People.Select(person => person.IsOurs).ToArray(),
            Roles = World.People.Select(person => person.Role).ToArray(),
            AreActive = World.People.Select(person => person.IsActive).ToArray(),
            Await = World.People.Select(person => person.Awaits).ToArray(),
            world.Pair,
            world.BlockedPair,
            world.Group,
            world.GonePair,
            world.GroupOfFiles,
            FileKey = world.Files[0],
            ThumbnailKey = world.Files[1],
            AvatarKey = world.Files[2],
            FileSize = world.Text("file").Length,
            Author = world.Person("author"),
            Member = world.Person("member"),
            Blocked = world.Person("blocked"),
            Fellow = world.Person("fellow"),
            Gone = world.Person("gone"),
            Former = world.Person("former"),
            GroupAdmin = world.Person("group-admin"),
        });

        return world;
    }

    /// <summary>Puts the files of a world where files are.</summary>
    internal static async Task PutFiles(this App app, World world)
    {
        foreach (var key in world.Files)
        {
            var path = Path.Combine(app.Files, key);
            await File.WriteAllTextAsync(path, world.Text("file"), TestContext.Current.CancellationToken);
            await app.Services.GetRequiredService<FileStore>().Put(key, path, TestContext.Current.CancellationToken);
        }
    }
}
