using Connectify.Features.Blocks;
using Connectify.Features.Chats;
using Connectify.Features.Conversations;
using Connectify.Features.Messages;
using Connectify.Features.Realtime;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Messages;

/// <summary>What is done in a chat costs the same however long it is.</summary>
public sealed class PlanTests(PlanTests.LongHistory app) : IClassFixture<PlanTests.LongHistory>
{
    private const string Kind = ChatKind.Conversation;

    private static readonly Dictionary<string, Func<Place, (string Sql, object Parameters)>> Statements = new()
    {
        ["the newest page"] = at => ListMessages(at, skip: 0),
        ["the oldest page"] = at => ListMessages(at, skip: at.Length - 20),
        ["those before one"] = at => ListMessages(at, anchor: at.Middle),
        ["those after one"] = at => ListMessages(at, anchor: at.Middle, isAfter: true),
        ["one message"] = at => (Plan.StatementOf(typeof(MessageRow), "FindSql"), new { MessageId = at.Own, at.Me }),
        ["its readers"] = at => (
            Plan.StatementOf(typeof(ListReads)), new { MessageId = at.Own, at.Me, Size = 20, Skip = 0L }),
        ["the conversation"] = at => (
            Plan.StatementOf(typeof(ConversationRow), "DetailSql"), new { ChatId = at.Chat, Kind, at.Me }),
        ["the list of conversations"] = at => (
            Plan.StatementOf(typeof(ListConversations)),
            new { at.Me, Kind, OrganizationId = (long?)null, ActiveAt = (DateTime?)null, LastId = (long?)null, Limit = (int?)null }),
        ["sending"] = at => Write(at, key: null),
        ["sending with a key"] = at => Write(at, key: "k"),
        ["editing"] = at => (
            Plan.StatementOf(typeof(EditMessage)), new { MessageId = at.Own, at.Me, Content = "edited" }),
        ["putting an emoji on"] = at => (
            Plan.StatementOf(typeof(React)),
            new
            {
                MessageId = at.Own,
                at.Me,
                Emoji = "new",
                Most = 50,
                Path = "react",
                Key = (string?)null,
                Fingerprint = (byte[]?)null,
            }),
        ["taking all off"] = at => (
            Plan.StatementOf(typeof(Unreact)), new { MessageId = at.Own, at.Me, Emoji = (string?)null }),
        ["deleting"] = at => (Plan.StatementOf(typeof(DeleteMessage)), new { MessageId = at.Own, at.Me }),
        ["reading one"] = at => (
            Plan.StatementOf(typeof(Receipts)), new { ChatId = at.Chat, Kind, at.Me, Ids = new[] { at.Others } }),
        ["reading all"] = at => ReadUpTo(at.Chat, at.Other, at.Others),
        ["reading on"] = at => ReadUpTo(at.Chat, at.Me, at.Others),
        ["opening a socket"] = at => (
            Plan.StatementOf(typeof(Entrance)), new { ChatId = at.Chat, Kind, at.Me, SessionId = 1L }),
        ["blocking"] = at => (
            Plan.StatementOf(typeof(BlockUser)),
            new
            {
                at.Me,
                BlockedId = (long?)at.Other,
                OrganizationId = (long?)People.Demo,
                Path = "blocks",
                Key = (string?)null,
                Fingerprint = (byte[]?)null,
            }),
        ["the list of blocks"] = at => (
            Plan.StatementOf(typeof(ListBlocks)),
            new { at.Me, OrganizationId = (long?)null, Time = (DateTime?)null, LastId = (long?)null, Limit = (int?)20 }),
        ["what a socket missed"] = at => (
            Plan.StatementOf(typeof(MissedMessages)),
            new { ChatId = at.Chat, Position = at.Length - 5, Change = at.Length, Limit = 1001, Listeners = new[] { at.Me } }),
        ["what was read lately"] = at => (
            Plan.StatementOf(typeof(MissedReceipts)),
            new { Since = (DateTime?)DateTime.UtcNow.AddMinutes(-30), ChatIds = new[] { at.Chat } }),
    };

    /// <summary>
    /// Bob has a long and a short conversation, has read most of both one by one and put something on each message, and
    /// hundreds of others block each other. Of what Carol said to Alice something is deleted here and there.
    /// </summary>
    public sealed class LongHistory : App
    {
        internal Place Long { get; private set; } = null!;

        internal Place Short { get; private set; } = null!;

        internal Place Thinned { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            using var alice = await this.Register("alice");
            using var bob = await this.Register("bob");
            using var carol = await this.Register("carol");
            Long = await Fill(alice, bob, 50_000);
            Short = await Fill(carol, bob, 1_000);
            Thinned = await Fill(alice, carol, 40_000);
            await this.TakeTimeTo(DeleteSql, new { Thinned.Chat, Sender = Thinned.Me });
            await this.TakeTimeTo("CLUSTER messages USING messages_position");
            await this.TakeTimeTo(BlockSql);
            await this.TakeTimeTo("ANALYZE users, organization_members, blocks, chats, chat_members, messages, message_reads, reactions");
            await this.TakeTimeTo("VACUUM messages");
        }

        private async Task<Place> Fill(Person other, Person me, int length)
        {
            var chat = await other.StartConversation(with: me);
            await this.Fill(chat, length, other, me);
            await this.TakeTimeTo(ReadSql, new { Chat = chat, Me = me.Id, Length = length });
            await this.TakeTimeTo(ReactSql, new { Chat = chat, Me = me.Id });
            await this.TakeTimeTo(ChangeSql, new { Chat = chat, Length = length });

            return new Place(chat, length, me.Id, other.Id, await At(length / 2), await At(length - 1), await At(length));

            Task<long> At(long position) => this.Value<long>(
                "SELECT id FROM messages WHERE chat_id = @chat AND position = @position", new { chat, position });
        }

        private const string BlockSql = """
            WITH others AS (
                INSERT INTO users (username, email, password_hash)
                SELECT 'other-' || n, 'other-' || n, '' FROM generate_series(1, 150) n RETURNING id
            )
            INSERT INTO blocks (organization_id, blocker_id, blocked_id)
            SELECT 1, blocker.id, blocked.id FROM others blocker JOIN others blocked ON blocked.id <> blocker.id
            """;

        private const string ReactSql = """
            INSERT INTO reactions (message_id, user_id, emoji, created_at)
            SELECT id, @Me, emoji, now() FROM messages, unnest(ARRAY['1', '2']) emoji WHERE chat_id = @Chat
            """;

        // What was read one by one stays when the reader has read on.
        private const string ReadSql = """
            UPDATE chat_members SET read_through = @Length - 20 WHERE chat_id = @Chat AND user_id = @Me;
            INSERT INTO message_reads
            SELECT chat_id, @Me, position, position,
                   now() - CASE WHEN position > @Length - 20 THEN interval '0' ELSE interval '1 hour' END
              FROM messages
             WHERE chat_id = @Chat AND sender_id <> @Me AND position % 10 <> 9
            """;

        private const string DeleteSql = """
            UPDATE messages SET deleted_at = now() WHERE chat_id = @Chat AND sender_id = @Sender AND position % 40 = 0
            """;

        // The first message is the last that was edited, and there are tombstones far apart.
        private const string ChangeSql = """
            UPDATE messages
               SET changed = CASE position WHEN 1 THEN @Length + 1 ELSE @Length END, edited_at = now(),
                   deleted_at = CASE position WHEN 1 THEN NULL ELSE now() END
             WHERE chat_id = @Chat AND position % (@Length / 5) = 1
            """;
    }

    /// <summary>A conversation of two, and messages in it: one in the middle, and the newest of each.</summary>
    internal sealed record Place(long Chat, long Length, long Me, long Other, long Middle, long Others, long Own);

    public static MatrixTheoryData<string, bool> All => new(Statements.Keys, [false, true]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_costs_as_much_in_a_long_chat_as_in_a_short_one(string what, bool hasGenericPlan)
    {
        var (sql, parameters) = Statements[what](app.Long);
        var inLong = await Plan.Of(app, sql, parameters, hasGenericPlan);
        (sql, parameters) = Statements[what](app.Short);
        var inShort = await Plan.Of(app, sql, parameters, hasGenericPlan);

        foreach (var table in new[] { "messages", "message_reads", "reactions", "blocks" })
        {
            inLong.WholeTables.ShouldNotContain(table);
            inShort.WholeTables.ShouldNotContain(table);
            inLong.RowsOf(table).ShouldBeLessThan(2 * inShort.RowsOf(table) + 10);
        }

        inLong.RowsOf("blocks").ShouldBeLessThan(5);
        inLong.Blocks.ShouldBeLessThan(2 * inShort.Blocks + 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_messages_between_are_not_looked_up_for_who_reads_on(bool hasGenericPlan)
    {
        var (sql, parameters) = ReadUpTo(app.Thinned.Chat, app.Thinned.Other, app.Thinned.Others);

        var plan = await Plan.Of(app, sql, parameters, hasGenericPlan);

        plan.Blocks.ShouldBeLessThan(200);
    }

    private static (string, object) ReadUpTo(long chat, long reader, long message) => (
        Plan.StatementOf(typeof(MarkRead)), new { ChatId = chat, Kind, Me = reader, UpTo = (long?)message });

    private static (string, object) ListMessages(Place at, long skip = 0, long? anchor = null, bool isAfter = false) => (
        Plan.StatementOf(typeof(ListMessages)),
        new { ChatId = at.Chat, Kind, at.Me, Anchor = anchor, IsAfter = isAfter, Size = 20, Skip = skip });

    private static (string, object) Write(Place at, string? key) => (
        Plan.StatementOf(typeof(MessageStore)),
        new
        {
            LockTimeout = "100ms",
            TwiceSentWindow = 10d,
            ChatIds = new[] { at.Chat },
            Kinds = new[] { Kind },
            SenderIds = new[] { at.Me },
            Contents = new[] { "hello" },
            ReplyTos = new long?[] { at.Others },
            MessageKeys = new[] { key },
            Fingerprints = new byte[]?[] { null },
            AreFromSocket = new[] { false },
            MayStore = new[] { true },
        });
}
