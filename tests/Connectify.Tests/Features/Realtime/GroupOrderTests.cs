using System.Text.Json;
using Connectify.Features.Chats;
using Connectify.Features.GroupChats;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Time stands still here, so that no patience ends and nobody catches up: what is seen was published.</summary>
public sealed class GroupOrderTests(GroupOrderTests.Still app) : InGroup<GroupOrderTests.Still>(app)
{
    public sealed class Still : App
    {
        protected override TimeProvider Clock { get; } = new FakeTimeProvider(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Many_changes_at_once_are_seen_by_all_in_one_order_without_a_gap()
    {
        using var dave = await Outsider();
        using var first = await Listen(Alice);
        using var second = await Listen(Carol);
        var before = await LastChange();

        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(n => new Task[]
        {
            Alice.SendToGroup(Chat, $"{n}"),
            Alice.Add(Chat, dave),
            Alice.Remove(Chat, dave),
            Alice.ChangeMemberRole(Chat, Bob, n % 2 == 0 ? "admin" : "member"),
            Alice.UpdateGroup(Chat, new { name = $"{n}" }),
        }));

        var after = await LastChange();
        var (one, other) = (await Changes(first), await Changes(second));
        one.Select(frame => ChangeOf(frame)).ShouldBe(Enumerable.Range(1, (int)(after - before)).Select(n => before + n));
        other.Select(frame => frame.ToString()).ShouldBe(one.Select(frame => frame.ToString()));

        async Task<List<JsonElement>> Changes(ChatSocket socket)
        {
            var frames = new List<JsonElement>();

            while (frames.Count == 0 || ChangeOf(frames[^1]) < after)
            {
                frames.Add(await socket.NextOfAny());
            }

            return frames;
        }
    }

    [Fact]
    public async Task Of_updates_at_once_each_is_shown_in_its_order_and_the_last_one_stays()
    {
        using var socket = await Listen(Bob);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Alice.UpdateGroup(Chat, new { name = $"name {n}" }).ShouldBe(System.Net.HttpStatusCode.OK)));

        var last = default(JsonElement);

        for (var n = 0; n < 20; n++)
        {
            last = await socket.Next("chat_updated");
        }

        last.GetProperty("group_chat").Text("name").ShouldBe((await Alice.Group(Chat)).Name);
    }

    [Fact]
    public async Task Who_is_removed_sees_nothing_that_came_after_even_where_that_was_published_first()
    {
        using var ofBob = await Listen(Bob);
        using var ofCarol = await Listen(Carol);
        var change = await LastChange();
        await App.HappenUntold(Chat, changes: 3, gone: Bob);

        Hub.Publish(Topic, new Cursor(0, change + 3), new ChatUpdated(Chat, Group("after")));
        Hub.PublishRemoval(Topic, new Cursor(0, change + 2), new MemberRemoved(Chat, Bob.Id), Bob.Id);
        Hub.Publish(Topic, new Cursor(0, change + 1), new ChatUpdated(Chat, Group("before")));

        (await ofBob.Next("chat_updated")).GetProperty("group_chat").Text("name").ShouldBe("before");
        await ofBob.Next("member_removed");
        await ofBob.ShouldBeClosedNext(4004);
        await ofCarol.Next("chat_updated");
        await ofCarol.Next("member_removed");
        (await ofCarol.Next("chat_updated")).GetProperty("group_chat").Text("name").ShouldBe("after");
    }

    [Fact]
    public async Task Who_came_back_keeps_the_new_socket_when_the_old_removal_is_shown()
    {
        using var old = await Listen(Bob);
        var change = await LastChange();
        await App.HappenUntold(Chat, changes: 3);
        using var again = await App.ListenToGroup(Bob, Chat);
        await again.ShouldBeSilent();

        Hub.PublishRemoval(Topic, new Cursor(0, change + 2), new MemberRemoved(Chat, Bob.Id), Bob.Id);
        Hub.Publish(Topic, new Cursor(0, change + 3), new ChatUpdated(Chat, Group("back")));
        Hub.Publish(Topic, new Cursor(0, change + 1), new ChatUpdated(Chat, Group("before")));

        await old.ShouldClose(4004);
        await again.Find("chat_updated");
        await again.Find("member_removed");
        await again.Find("chat_updated");
        await again.ShouldBeSilent();
    }

    private Hub Hub => App.Services.GetRequiredService<Hub>();

    private Topic Topic => ChatTopic.Of(Chat);

    private SharedGroupChat Group(string name) =>
        new(Chat, People.Demo, name, "", null, Alice.Id, 3, DateTime.UtcNow, DateTime.UtcNow);

    private static long ChangeOf(JsonElement frame) => long.Parse(frame.Text("cursor")!.Split('-')[1]);

    private async Task<ChatSocket> Listen(Person person)
    {
        var socket = await App.ListenToGroup(person, Chat);
        await socket.ShouldBeSilent();

        return socket;
    }
}
