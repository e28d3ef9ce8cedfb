using System.Text.Json;
using Connectify.Tests.Support;
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

    private static long ChangeOf(JsonElement frame) => long.Parse(frame.Text("cursor")!.Split('-')[1]);

    private async Task<ChatSocket> Listen(Person person)
    {
        var socket = await App.ListenToGroup(person, Chat);
        await socket.ShouldBeSilent();

        return socket;
    }
}
