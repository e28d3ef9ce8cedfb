using Connectify.Features.Chats;
using Connectify.Features.GroupChats;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

/// <summary>Lists of chats are in the order of their last activity, and cost the same however many chats there are.</summary>
public sealed class ManyChatsTests(ManyChatsTests.Talkative app) : IClassFixture<ManyChatsTests.Talkative>
{
    /// <summary>
    /// Alice is in a thousand group chats, and a thousand others are in a few each. All were active again and again in the
    /// last days.
    /// </summary>
    public sealed class Talkative : App
    {
        private const string MakeSql = """
            WITH made AS (
                INSERT INTO chats (organization_id, kind, name, created_by, member_count)
                SELECT 1, 'group', 'group', member.id, 1 FROM unnest(@Members) member (id), generate_series(1, @Count)
                RETURNING id, created_by
            )
            INSERT INTO chat_members (chat_id, user_id, role) SELECT id, created_by, 'admin' FROM made
            """;

        // The clock is set back at times, and now and then two are active in the same moment.
        private const string MoveSql = """
            UPDATE chats SET updated_at = now() - interval '2 days' + (random() - 0.5) * interval '1 day';
            UPDATE chats SET updated_at = updated_at + (random() - 0.2) * interval '3 hours';
            UPDATE chats SET updated_at = date_trunc('minute', updated_at + random() * interval '30 minutes');
            ANALYZE chats, chat_members
            """;

        internal Person Alice { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Alice = await this.Register("alice");
            await this.TakeTimeTo(MakeSql, new { Members = new[] { Alice.Id }, Count = 1000 });
            await this.TakeTimeTo(MakeSql, new { Members = await this.Crowd(1000), Count = 4 });
            await this.TakeTimeTo(MoveSql);
        }

        public override async ValueTask DisposeAsync()
        {
            Alice.Dispose();
            await base.DisposeAsync();
        }
    }

    [Fact]
    public async Task They_are_led_through_in_the_order_of_their_last_activity()
    {
        var order = await app.Value<long[]>(
            """
            SELECT array_agg(c.id ORDER BY c.updated_at DESC, c.id DESC)
              FROM chats c
              JOIN chat_members m ON m.chat_id = c.id
             WHERE m.user_id = @Id
            """,
            new { app.Alice.Id });

        (await All(app.Alice, limit: 30)).ShouldBe(order!);
        (await app.Alice.Groups()).Select(chat => chat.Id).ShouldBe(order!);
    }

    [Fact]
    public async Task Whoever_comes_into_a_chat_or_back_sees_it_where_it_belongs()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chats = new long[4];

        for (var i = 0; i < chats.Length; i++)
        {
            chats[i] = await (i is 1 ? alice.CreateGroup() : alice.CreateGroup(bob));
        }

        await bob.Leave(chats[2]).ShouldBe(OK);
        await app.Run(
            "UPDATE chats SET updated_at = now() - (id - @First) * interval '1 day' WHERE id = ANY (@chats)",
            new { First = chats[0], chats });
        await alice.Add(chats[1], bob).ShouldBe(OK);
        await alice.Add(chats[2], bob).ShouldBe(OK);

        (await All(bob, limit: 1)).ShouldBe(chats);
        await alice.SayInGroup(chats[3], "awake");
        (await All(bob, limit: 1)).ShouldBe([chats[3], .. chats[..3]]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36)]
    public async Task Few_of_them_are_looked_at_for_a_part_of_the_list(int hoursAgo)
    {
        var parameters = new
        {
            Me = app.Alice.Id,
            Kind = ChatKind.Group,
            OrganizationId = (long?)null,
            ActiveAt = (DateTime?)DateTime.UtcNow.AddHours(-hoursAgo),
            LastId = (long?)1,
            Limit = (int?)20,
        };

        var plan = await Plan.Of(app, Plan.StatementOf(typeof(ListGroupChats)), parameters, isGeneric: true);

        plan.RowsOf("chats").ShouldBeLessThan(400);
        plan.RowsOf("chat_members").ShouldBeLessThan(400);
    }

    private static async Task<List<long>> All(Person person, int limit)
    {
        var seen = new List<long>();

        for (var next = (string?)$"{GroupVerbs.GroupsPath}?limit={limit}"; next is not null;)
        {
            var response = await person.Get(next);
            seen.AddRange((await response.Read<List<GroupChat>>()).Select(chat => chat.Id));
            next = response.NextLink();
        }

        return seen;
    }
}
