using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectify.Tests.Document;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

/// <summary>Who applies every frame to what was fetched before has what a new fetch would give.</summary>
public sealed class StateFromEventsTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private const string Groups = "/api/messaging/group-chats/";
    private const string MessagesPath = "/api/messaging/messages/";

    private readonly List<(Person Person, Mirror Mirror, ChatSocket Socket)> _readers = [];
    private Stage _stage = null!;
    private Person _carol = null!;
    private long _chat;

    public async ValueTask InitializeAsync()
    {
        _stage = await Stage.Of(app);
        _carol = await _stage.Somebody();
        _chat = await _stage.GroupChat(_stage.Bob, _carol);
        await Stage.SaidInGroup(_stage.Alice, _chat);
        await Stage.SaidInGroup(_stage.Bob, _chat);
    }

    public ValueTask DisposeAsync()
    {
        _readers.ForEach(reader => reader.Socket.Dispose());
        _stage.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task A_message() => After(async () => await Stage.SaidInGroup(_stage.Bob, _chat), "message");

    [Fact]
    public async Task A_message_that_answers_another()
    {
        var first = await Stage.SaidInGroup(_stage.Alice, _chat);

        await After(() => Say(_stage.Bob, new { Content = "Yes", ReplyTo = first }), "message");
    }

    [Fact]
    public Task A_message_with_a_file() => After(
        () => Say(_stage.Bob, Stage.Form([("content", "Look")], "attachments", ("dot.png", Samples.Png))), "message");

    [Fact]
    public async Task An_edit_of_a_message_that_was_answered()
    {
        var first = await Stage.SaidInGroup(_stage.Alice, _chat);
        await Say(_stage.Bob, new { Content = "Yes", ReplyTo = first });

        await After(() => _stage.Alice.Put($"{MessagesPath}{first}/edit/", new { Content = new string('x', 300) }), "message_edited");
    }

    [Fact]
    public async Task A_deletion_of_a_message_that_was_answered_read_and_reacted_to()
    {
        var first = await Stage.SaidInGroup(_stage.Alice, _chat);
        await Say(_stage.Bob, new { Content = "Yes", ReplyTo = first });
        await React(_stage.Bob, first, "👍");
        await Read(_stage.Bob, first);

        await After(() => _stage.Alice.Delete($"{MessagesPath}{first}/"), "message_deleted");
    }

    [Fact]
    public async Task A_reaction()
    {
        var message = await Stage.SaidInGroup(_stage.Alice, _chat);
        await React(_stage.Bob, message, "👍");

        await After(() => React(_carol, message, "👍"), "reaction_added");
    }

    [Fact]
    public async Task Reactions_taken_back()
    {
        var message = await Stage.SaidInGroup(_stage.Alice, _chat);
        await React(_stage.Bob, message, "👍");
        await React(_stage.Bob, message, "🎉");
        await React(_carol, message, "👍");

        await After(() => _stage.Bob.Delete($"{MessagesPath}{message}/unreact/"), "reaction_removed", "reaction_removed");
    }

    [Fact]
    public async Task A_read_of_one_message()
    {
        var message = await Stage.SaidInGroup(_stage.Alice, _chat);
        await Stage.SaidInGroup(_stage.Alice, _chat);
        using var socket = await Listen(_stage.Bob);

        await After(() => socket.Send(new { Type = "read", MessageId = message }), "read");
    }

    [Fact]
    public async Task A_read_of_everything_up_to_a_message()
    {
        var message = await Stage.SaidInGroup(_stage.Alice, _chat);
        await Stage.SaidInGroup(_stage.Alice, _chat);

        await After(() => Read(_stage.Bob, message), "read_messages");
    }

    [Fact]
    public async Task Members_added()
    {
        var (dave, erin) = (await _stage.Somebody("dave"), await _stage.Somebody("erin"));

        await After(
            () => _stage.Alice.Post($"{Groups}{_chat}/add_members/", new { MemberIds = new[] { erin.Id, dave.Id } }), "member_added");
    }

    [Fact]
    public async Task A_member_removed()
    {
        await Follow(_stage.Alice, _stage.Bob);

        await Check(() => Remove(_stage.Alice, _carol), "member_removed");
    }

    [Fact]
    public async Task The_only_admin_leaving()
    {
        await Follow(_stage.Bob, _carol);

        await Check(() => Remove(_stage.Alice, _stage.Alice), "member_removed", "role_changed");
    }

    [Fact]
    public Task A_changed_role() => After(
        () => _stage.Alice.Post($"{Groups}{_chat}/change_role/", new { MemberId = _carol.Id, Role = "admin" }), "role_changed");

    [Fact]
    public Task A_changed_name() => After(
        () => _stage.Alice.Put($"{Groups}{_chat}/", new { Name = "Another", Description = "Other words" }), "chat_updated");

    [Fact]
    public Task A_changed_avatar() => After(
        () => _stage.Alice.Put($"{Groups}{_chat}/", Stage.Form([], "avatar", ("dot.png", Samples.Png))), "chat_updated");

    [Fact]
    public async Task All_that_happened_while_the_reader_was_away()
    {
        var first = await Stage.SaidInGroup(_stage.Alice, _chat);
        var second = await Stage.SaidInGroup(_stage.Bob, _chat);
        var third = await Stage.SaidInGroup(_stage.Alice, _chat);
        await Say(_stage.Bob, new { Content = "Yes", ReplyTo = first });
        await React(_stage.Bob, third, "👍");
        await Follow(_stage.Alice, _stage.Bob);
        await Check(async () => await Stage.SaidInGroup(_carol, _chat), "message");

        await Return(async () =>
        {
            await _stage.Alice.Put($"{MessagesPath}{first}/edit/", new { Content = new string('x', 300) }).ShouldBe(HttpStatusCode.OK);
            await _stage.Bob.Delete($"{MessagesPath}{second}/").ShouldBe(HttpStatusCode.NoContent);
            await _stage.Bob.Delete($"{MessagesPath}{third}/unreact/").ShouldBe(HttpStatusCode.NoContent);
            await Say(_carol, new { Content = "And no", ReplyTo = first });
            await Say(_stage.Bob, Stage.Form([("content", "Look")], "attachments", ("dot.png", Samples.Png)));
            await React(_carol, await Stage.SaidInGroup(_stage.Alice, _chat), "🎉");
            await Read(_stage.Bob, third);
            await Remove(_stage.Alice, _carol);
            await _stage.Alice.Put($"{Groups}{_chat}/", new { Name = "Another" }).ShouldBe(HttpStatusCode.OK);
        });

        await Check(async () => await Stage.SaidInGroup(_stage.Alice, _chat), "message");
    }

    [Fact]
    public async Task The_end()
    {
        await Follow(_stage.Alice, _stage.Bob, _carol);
        await _stage.Alice.Delete($"{Groups}{_chat}/").ShouldBe(HttpStatusCode.NoContent);

        foreach (var (person, mirror, socket) in _readers)
        {
            mirror.Apply(await socket.Next("chat_deleted"));

            mirror.IsOver.ShouldBeTrue();
            await person.Get($"{Groups}{_chat}/").ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private async Task After(Func<Task> act, params string[] types)
    {
        await Follow(_stage.Alice, _stage.Bob, _carol);
        await Check(act, types);
    }

    // Each listens before fetching: as nothing happens in between, nothing is applied twice.
    private async Task Follow(params Person[] people)
    {
        foreach (var person in people)
        {
            var socket = await Listen(person);
            _readers.Add((person, new Mirror(person.Id, await Fetch(person)), socket));
        }
    }

    private async Task Check(Func<Task> act, params string[] types)
    {
        await act();

        foreach (var (person, mirror, socket) in _readers)
        {
            foreach (var type in types)
            {
                mirror.Apply(await socket.Next(type));
            }

            await ShouldBeAsFetched(person, mirror, socket);
        }
    }

    // All sockets go, and each reader comes back with the newest cursor.
    private async Task Return(Func<Task> meanwhile)
    {
        _readers.ForEach(reader => reader.Socket.Dispose());
        await meanwhile();

        for (var index = 0; index < _readers.Count; index++)
        {
            var (person, mirror, _) = _readers[index];
            var socket = await app.ResumeInGroup(person, _chat, mirror.Cursor!);
            _readers[index] = (person, mirror, socket);
            (await socket.UntilResumed()).ToList().ForEach(mirror.Apply);
            await ShouldBeAsFetched(person, mirror, socket);
        }
    }

    private async Task ShouldBeAsFetched(Person person, Mirror mirror, ChatSocket socket)
    {
        await socket.ShouldBeSilent();
        var fresh = JsonSerializer.Deserialize<JsonObject>(await Fetch(person))!;
        mirror.Chat.ToJsonString().ShouldBe(fresh.ToJsonString(), person.Username);
    }

    private async Task<JsonElement> Fetch(Person person) => await person.Get($"{Groups}{_chat}/").ShouldBe(HttpStatusCode.OK);

    private Task<ChatSocket> Listen(Person person) => ChatSocket.Open(app, $"/ws/messaging/group-chats/{_chat}/?token={person.Token}");

    private async Task Say(Person person, object message) =>
        await person.Post($"{Groups}{_chat}/send_message/", message).ShouldBe(HttpStatusCode.Created);

    private static async Task React(Person person, long message, string emoji) =>
        await person.Post($"{MessagesPath}{message}/react/", new { emoji }).ShouldBe(HttpStatusCode.Created);

    private async Task Read(Person person, long upTo) =>
        await person.Post($"{Groups}{_chat}/read/", new { upTo }).ShouldBe(HttpStatusCode.OK);

    private async Task Remove(Person by, Person member) =>
        await by.Post($"{Groups}{_chat}/remove_member/", new { MemberId = member.Id }).ShouldBe(HttpStatusCode.OK);
}
