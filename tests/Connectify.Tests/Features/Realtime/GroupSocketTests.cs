using System.Text.Json;
using Connectify.Features.Chats;
using Connectify.Features.GroupChats;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Sockets on group chats, and the one order in which everybody sees what happens there.</summary>
public sealed class GroupSocketTests(GroupSocketTests.Unchecked app) : InGroup<GroupSocketTests.Unchecked>(app)
{
    /// <summary>Its check comes so late that nothing here is found by it.</summary>
    public sealed class Unchecked : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Realtime:CheckInterval", "00:01:00")];
    }

    private Hub Hub => App.Services.GetRequiredService<Hub>();

    [Fact]
    public async Task Messages_typing_and_reads_go_to_everybody_in_it()
    {
        using var ofAlice = await Listen(Alice);
        using var ofBob = await Listen(Bob);
        using var ofCarol = await Listen(Carol);

        await ofAlice.Send(new { type = "typing", is_typing = true });
        (await ofBob.Next("typing")).Number("user_id").ShouldBe(Alice.Id);
        (await ofCarol.Next("typing")).Number("user_id").ShouldBe(Alice.Id);
        await ofAlice.Send(new { type = "message", content = "hello" });
        var message = (await ofAlice.Next("message")).GetProperty("message");
        message.Number("group_chat_id").ShouldBe(Chat);
        await ofBob.Find("message");
        await ofCarol.Find("message");
        await ofBob.Send(new { type = "read", message_id = message.Number("id") });

        foreach (var socket in new[] { ofAlice, ofBob, ofCarol })
        {
            (await socket.Next("read")).Number("user_id").ShouldBe(Bob.Id);
        }

        await Carol.ReadGroup(Chat, message.Number("id")).ShouldBe(OK);
        (await ofAlice.Next("read_messages")).Number("user_id").ShouldBe(Carol.Id);
    }

    [Fact]
    public async Task A_message_sent_twice_over_both_transports_is_one()
    {
        using var socket = await Listen(Alice);
        await socket.Send(new { type = "message", content = "hello" });
        var first = (await socket.Next("message")).GetProperty("message").Number("id");

        (await Alice.SendToGroup(Chat, "hello").ShouldBe(OK)).Number("id").ShouldBe(first);

        (await Bob.GroupMessages(Chat)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_over_the_socket_and_over_REST_is_one_message()
    {
        using var socket = await Listen(Alice);
        await socket.Send(new { type = "message", content = "hello", client_message_id = "k" });
        var first = (await socket.Next("message")).GetProperty("message").Number("id");

        (await Alice.SendToGroup(Chat, "hello", key: "k").ShouldBe(OK)).Number("id").ShouldBe(first);
    }

    [Fact]
    public async Task Who_is_not_in_it_is_sent_away_and_so_is_who_takes_the_other_kind()
    {
        using var dave = await Outsider();
        using var mallory = await Stranger();

        foreach (var socket in new[]
        {
            await App.ListenToGroup(dave, Chat),
            await App.ListenToGroup(mallory, Chat),
            await App.ListenToGroup(Alice, 4711),
            await App.Listen(Alice, Chat),
        })
        {
            await socket.ShouldClose(4004);
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Each_change_is_the_next_one_and_nobody_has_to_catch_up()
    {
        using var dave = await Outsider();
        using var socket = await Listen(Carol);
        var before = await LastChange();
        var message = await Alice.SayInGroup(Chat, "one");
        await Alice.Add(Chat, dave).ShouldBe(OK);
        await Alice.ChangeMemberRole(Chat, dave, "admin").ShouldBe(OK);
        await Alice.UpdateGroup(Chat, new { name = "New" }).ShouldBe(OK);
        await Alice.Edit(message, "eins").ShouldBe(OK);
        await Alice.Remove(Chat, Bob).ShouldBe(OK);
        await Alice.Delete(message).ShouldBe(NoContent);
        await dave.ChangeMemberRole(Chat, dave, "member").ShouldBe(OK);
        await Alice.Leave(Chat).ShouldBe(OK);

        string[] expected =
        [
            "message", "member_added", "role_changed", "chat_updated", "message_edited", "member_removed", "message_deleted",
            "role_changed", "member_removed", "role_changed",
        ];

        foreach (var (type, index) in expected.Select((type, index) => (type, index)))
        {
            ChangeOf(await socket.Next(type)).ShouldBe(before + index + 1);
        }

        await socket.ShouldBeSilent();
    }

    [Fact]
    public async Task Who_is_removed_is_closed_before_what_was_missed_is_shown()
    {
        using var ofBob = await Listen(Bob);
        using var ofCarol = await Listen(Carol);
        var change = await LastChange();
        await App.HappenUntold(Chat, changes: 2, gone: Bob);

        // The change before it never comes: what there is to see is read from the database.
        Hub.PublishRemoval(Topic, new Cursor(1, change + 2), new MemberRemoved(Chat, Bob.Id), Bob.Id);
        await Alice.SayInGroup(Chat, "not for bob");

        await ofBob.ShouldBeClosedNext(4004);
        await ofCarol.Find("message");
    }

    [Fact]
    public async Task A_removal_that_was_never_published_closes_all_the_same()
    {
        using var ofBob = await Listen(Bob);
        using var ofCarol = await Listen(Carol);
        await App.HappenUntold(Chat, changes: 1, gone: Bob);

        await Alice.SayInGroup(Chat, "not for bob");

        await ofBob.ShouldBeClosedNext(4004);
        await ofCarol.Next("message");
    }

    [Fact]
    public async Task A_change_that_was_never_published_is_shown_and_not_again_when_it_is()
    {
        using var socket = await Listen(Carol);
        var change = await LastChange();
        await App.HappenUntold(Chat, changes: 1);
        await Alice.SayInGroup(Chat, "after");
        await socket.Next("message");
        ChangeOf(await socket.Next("chat_updated")).ShouldBe(change + 2);

        Hub.Publish(Topic, new Cursor(0, change + 1), new ChatUpdated(Chat, Group("late")));

        await socket.ShouldBeSilent();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void A_removal_that_is_shown_while_a_socket_is_being_let_in_counts_if_it_is_the_later_one(long letInAt, bool stays)
    {
        var feed = new Feed(Topic, _ => new TaskCompletionSource().Task, _ => { });
        var me = new Connectify.Infrastructure.Auth.Me(Bob.Id, Bob.Username, 1, DateTimeOffset.MaxValue);
        var connection = new Connection(me, new object(), isFlat: false, feed, new RealtimeOptions(), TimeProvider.System);
        feed.Add(connection);
        feed.Notice(new Cursor(0, 4));

        feed.Publish([new Publication(Topic, new Cursor(0, 5), new MemberRemoved(Chat, Bob.Id)) { RemovedUser = Bob.Id }]);
        connection.Closing.ShouldBeNull();
        feed.LetIn(connection, new Cursor(0, letInAt), DateTime.UtcNow);

        (connection.Closing is null).ShouldBe(stays);
    }

    private Topic Topic => ChatTopic.Of(Chat);

    private static long ChangeOf(JsonElement frame) => long.Parse(frame.Text("cursor")!.Split('-')[1]);

    private SharedGroupChat Group(string name) =>
        new(Chat, People.Demo, name, "", null, Alice.Id, 3, DateTime.UtcNow, DateTime.UtcNow);

    private async Task<ChatSocket> Listen(Person person)
    {
        var socket = await App.ListenToGroup(person, Chat);
        await socket.ShouldBeSilent();

        return socket;
    }
}
