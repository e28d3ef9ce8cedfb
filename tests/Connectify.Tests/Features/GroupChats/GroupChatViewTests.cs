using System.Data;
using System.Text;
using System.Text.Json;
using Connectify.Features.Chats;
using Connectify.Features.GroupChats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.GroupChats;

public sealed class GroupChatViewTests(App app) : InGroup(app)
{
    private ChatView View => App.Services.GetServices<ChatView>().Single(view => view.Kind == ChatKind.Group);

    [Fact]
    public async Task Everything_but_messages_reads_back_as_it_was_shown()
    {
        using var dave = await Outsider();
        using var eve = await App.Register("eve");
        using var socket = await App.ListenToGroup(Carol, Chat);
        await socket.ShouldBeSilent();

        await Alice.Add(Chat, eve, dave).ShouldBe(OK);
        await ShouldReadBack(await socket.Next("member_added"));
        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBe(OK);
        await ShouldReadBack(await socket.Next("role_changed"));
        await Alice.UpdateGroup(Chat, new { name = "New", description = "" }).ShouldBe(OK);
        await ShouldReadBack(await socket.Next("chat_updated"));
        await dave.Remove(Chat, eve).ShouldBe(OK);
        await ShouldReadBack(await socket.Next("member_removed"));
        await Alice.Leave(Chat).ShouldBe(OK);
        await ShouldReadBack(await socket.Next("member_removed"));
    }

    [Fact]
    public async Task The_heir_comes_right_after_the_last_admin_who_left()
    {
        using var socket = await App.ListenToGroup(Carol, Chat);
        await socket.ShouldBeSilent();

        await Alice.Leave(Chat).ShouldBe(OK);

        await ShouldReadBack(await socket.Next("member_removed"));
        await ShouldReadBack(await socket.Next("role_changed"));
        var change = await LastChange();
        (await Happened()).Select(happened => happened.Change).ShouldBe([change - 1, change]);
    }

    [Fact]
    public async Task Each_stands_at_its_change_between_the_messages()
    {
        var other = await Alice.CreateGroup(Bob);
        await Alice.SayInGroup(Chat, "one");
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        await Alice.SayInGroup(Chat, "three");
        await Alice.UpdateGroup(other, new { name = "Other" }).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "New" }).ShouldBe(OK);
        await Alice.Add(Chat, Bob).ShouldBe(OK);

        (await Types()).ShouldBe(["2 member_removed", "4 chat_updated", "5 member_added"]);
        (await Types(after: 2)).ShouldBe(["4 chat_updated", "5 member_added"]);
        (await Types(upTo: 4)).ShouldBe(["2 member_removed", "4 chat_updated"]);
        (await Types(limit: 1)).ShouldBe(["2 member_removed"]);
    }

    [Fact]
    public async Task It_is_told_by_what_has_become_of_it_and_what_nothing_is_left_of_is_passed_over()
    {
        using var dave = await Outsider();
        using var eve = await App.Register("eve");
        await Alice.Add(Chat, dave, eve).ShouldBe(OK);
        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBe(OK);
        await Alice.Remove(Chat, dave).ShouldBe(OK);
        await Alice.ChangeMemberRole(Chat, eve, "admin").ShouldBe(OK);

        (await Types()).ShouldBe(["1 member_added", "3 member_removed", "4 role_changed"]);
        var added = (MemberAdded)(await Happened())[0].Event;
        added.Members.Select(member => (member.Id, member.Role)).ShouldBe([(eve.Id, "admin")]);
        await Alice.Remove(Chat, eve).ShouldBe(OK);
        (await Types()).ShouldBe(["3 member_removed", "5 member_removed"]);
    }

    [Fact]
    public async Task Who_came_back_is_seen_to_leave_first()
    {
        await Bob.Leave(Chat).ShouldBe(OK);
        await Alice.Add(Chat, Bob).ShouldBe(OK);

        (await Types()).ShouldBe(["1 member_removed", "2 member_added"]);
        ((MemberRemoved)(await Happened())[0].Event).UserId.ShouldBe(Bob.Id);
    }

    [Fact]
    public async Task Of_what_was_refused_or_changes_nothing_nothing_is_kept()
    {
        using var dave = await Outsider();
        await Bob.Add(Chat, dave).ShouldBe(Forbidden);
        await Alice.AddIds(Chat, [dave.Id, 999_999]).ShouldBe(BadRequest);
        await Alice.Add(Chat, Bob).ShouldBe(OK);
        await Bob.Remove(Chat, Carol).ShouldBe(Forbidden);
        await Alice.Remove(Chat, dave).ShouldBe(NotFound);
        await Bob.ChangeMemberRole(Chat, Bob, "admin").ShouldBe(Forbidden);
        await Alice.ChangeMemberRole(Chat, Alice, "member").ShouldBe(BadRequest);
        await Alice.ChangeMemberRole(Chat, Bob, "member").ShouldBe(OK);
        await Bob.UpdateGroup(Chat, new { name = "Bob's" }).ShouldBe(Forbidden);
        await Alice.UpdateGroup(Chat, new { description = "" }).ShouldBe(OK);

        (await Kept()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_the_end_nothing_is_kept_either()
    {
        var other = await Alice.CreateGroup();
        await Alice.Leave(other).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "Last" }).ShouldBe(OK);
        await Alice.DeleteGroup(Chat).ShouldBe(NoContent);

        (await Kept(other)).ShouldBe(0);
        (await Kept()).ShouldBe(1);
        (await Happened()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_old_goes_with_the_next_one()
    {
        await Alice.UpdateGroup(Chat, new { name = "One" }).ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "Two" }).ShouldBe(OK);
        await Age("change = 1");
        await Alice.Add(Chat, Bob).ShouldBe(OK);
        (await Kept()).ShouldBe(2);

        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        (await Types()).ShouldBe(["2 chat_updated", "3 member_removed"]);

        await Age("change > 1");
        await Alice.ChangeMemberRole(Chat, Carol, "admin").ShouldBe(OK);
        (await Types()).ShouldBe(["4 role_changed"]);
    }

    [Fact]
    public async Task It_is_shown_as_by_its_url_and_to_nobody_who_is_not_in_it()
    {
        using var dave = await Outsider();
        await Bob.ReadGroup(Chat, await Alice.SayInGroup(Chat, "hello")).ShouldBe(OK);
        var text = (await Bob.ShowGroup(Chat).ShouldBe(OK)).ToString();
        await using var snapshot = await App.Db.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var moment = await snapshot.BeginTransactionAsync(IsolationLevel.RepeatableRead, TestContext.Current.CancellationToken);

        JsonSerializer.Serialize(await View.Show(Chat, MeOf(Bob), snapshot), Json.Options).ShouldBe(text);
        await Alice.SayInGroup(Chat, "later");
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        JsonSerializer.Serialize(await View.Show(Chat, MeOf(Bob), snapshot), Json.Options).ShouldBe(text);
        (await View.Show(Chat, MeOf(dave), snapshot)).ShouldBeNull();
    }

    private static Me MeOf(Person person) => new(person.Id, person.Username, 1, DateTimeOffset.MaxValue);

    private Task<IReadOnlyList<Happened>> Happened(long after = 0, long upTo = long.MaxValue, int limit = 100) =>
        View.ReadHappened(Chat, after, upTo, limit, TestContext.Current.CancellationToken);

    private async Task<IEnumerable<string>> Types(long after = 0, long upTo = long.MaxValue, int limit = 100) =>
        (await Happened(after, upTo, limit)).Select(happened => $"{happened.Change} {happened.Event.Type}");

    // Shown live, and read at once.
    private async Task ShouldReadBack(JsonElement frame)
    {
        var cursor = frame.Text("cursor")!;
        var change = long.Parse(cursor.Split('-')[1]);
        var happened = (await Happened(change - 1, change)).ShouldHaveSingleItem();

        happened.Change.ShouldBe(change);
        Encoding.UTF8.GetString(new Broadcast(new Content(happened.Event), Cursor.Parse(cursor)).Nested).ShouldBe(frame.ToString());
    }

    private Task<long> Kept() => Kept(Chat);

    private Task<long> Kept(long chat) =>
        App.Value<long>("SELECT count(*) FROM chat_events WHERE chat_id = @chat", new { chat });

    private Task<int> Age(string which) => App.Run(
        $"UPDATE chat_events SET created_at = now() - interval '61 minutes' WHERE chat_id = @Chat AND {which}", new { Chat });
}
