using Connectify.Features.Chats;
using Connectify.Features.GroupChats;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.GroupChats;

/// <summary>What is done with a group chat costs the same however long it is.</summary>
public sealed class PlanTests(PlanTests.LongHistory app) : IClassFixture<PlanTests.LongHistory>
{
    private const string Kind = ChatKind.Group;

    private static readonly Dictionary<string, Func<Place, (string Sql, object Parameters)>> Statements = new()
    {
        ["the group chat"] = at => (
            Plan.StatementOf(typeof(GroupChatRow), "DetailSql"), new { ChatId = at.Chat, Kind, at.Me }),
        ["the list of group chats"] = at => (
            Plan.StatementOf(typeof(ListGroupChats)),
            new { at.Me, Kind, OrganizationId = (long?)null, ActiveAt = (DateTime?)null, LastId = (long?)null, Limit = (int?)null }),
        ["adding"] = at => (
            Plan.StatementOf(typeof(AddedMember)),
            new { ChatId = at.Chat, at.Me, MemberIds = new[] { at.Outsider, at.Other }, Most = 1000 }),
        ["removing"] = at => (
            Plan.StatementOf(typeof(Removal)), new { ChatId = at.Chat, at.Me, MemberId = (long?)at.Other }),
        ["leaving"] = at => (
            Plan.StatementOf(typeof(Removal)), new { ChatId = at.Chat, at.Me, MemberId = (long?)at.Me }),
        ["changing a role"] = at => (
            Plan.StatementOf(typeof(ChangeMemberRole)),
            new { ChatId = at.Chat, at.Me, MemberId = (long?)at.Other, Role = "admin" }),
        ["updating"] = at => (
            Plan.StatementOf(typeof(ChangedGroupChat)),
            new
            {
                ChatId = at.Chat,
                at.Me,
                Name = "New",
                Description = (string?)null,
                RemovesAvatar = true,
                Keys = Array.Empty<string>(),
                AvatarKey = (string?)null,
                AvatarType = (string?)null,
                AvatarSize = (long?)null,
            }),
        ["what happened"] = at => (
            Plan.StatementOf(typeof(GroupChatView)),
            new { ChatId = at.Chat, After = at.Length - 5, UpTo = at.Length, Limit = 1000 }),
        ["deleting"] = at => (Plan.StatementOf(typeof(DeleteGroupChat)), new { ChatId = at.Chat, at.Me }),
    };

    /// <summary>A long and a short group chat of two, and somebody who is in neither.</summary>
    public sealed class LongHistory : App
    {
        internal Place Long { get; private set; } = null!;

        internal Place Short { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            using var dave = await this.Register("dave");
            await this.Crowd(1000);
            Long = await Fill(dave, 20_000);
            Short = await Fill(dave, 500);
            await this.TakeTimeTo("ANALYZE chats, chat_members, chat_events, messages, users, organization_members");
        }

        private async Task<Place> Fill(Person outsider, int length)
        {
            using var alice = await this.Register("alice");
            using var bob = await this.Register("bob");
            var chat = await alice.CreateGroup(bob);
            await this.Fill(chat, length, alice, bob);
            await this.TakeTimeTo(HappenSql, new { Chat = chat, Length = length, Users = new[] { alice.Id, bob.Id } });

            return new Place(chat, length, alice.Id, bob.Id, outsider.Id);
        }

        // As if everybody had come and gone all the time, long ago and just now.
        private const string HappenSql = """
            INSERT INTO chat_events (chat_id, change, kind, user_ids, created_at)
            SELECT @Chat, n, 'member_added', @Users, now() - (@Length - n) * interval '1 minute'
              FROM generate_series(1, @Length) n
            """;
    }

    /// <summary>A group chat and its length, its admin, its other member, and somebody who is not in it.</summary>
    internal sealed record Place(long Chat, long Length, long Me, long Other, long Outsider);

    public static MatrixTheoryData<string, bool> All => new(Statements.Keys, [false, true]);

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_costs_as_much_in_a_long_chat_as_in_a_short_one(string what, bool hasGenericPlan)
    {
        var (sql, parameters) = Statements[what](app.Long);
        var inLong = await Plan.Of(app, sql, parameters, hasGenericPlan);
        (sql, parameters) = Statements[what](app.Short);
        var inShort = await Plan.Of(app, sql, parameters, hasGenericPlan);

        foreach (var plan in new[] { inLong, inShort })
        {
            plan.WholeTables.ShouldNotContain("messages");
            plan.WholeTables.ShouldNotContain("message_reads");
            plan.WholeTables.ShouldNotContain("chat_events");
            plan.RowsOf("chat_events").ShouldBeLessThan(50);
            plan.RowsOf("organization_members").ShouldBeLessThan(50);
            plan.RowsOf("users").ShouldBeLessThan(50);
        }

        inLong.RowsOf("messages").ShouldBeLessThan(2 * inShort.RowsOf("messages") + 10);
        inLong.Blocks.ShouldBeLessThan(2 * inShort.Blocks + 20);
    }
}
