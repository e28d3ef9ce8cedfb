using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

/// <summary>The application of the API document's guide gets on with the service.</summary>
public sealed class ReactNativeClientTests(App app) : IClassFixture<App>
{
    public static TheoryData<string> Types => ["conversations", "group-chats"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_message_that_it_sends_twice_is_once_in_every_history_and_on_every_screen(string type)
    {
        using var stage = await Stage.Of(app);
        var chat = await Chat(stage, type);
        using var alice = await Open(stage.Alice, type, chat);
        using var bob = await Open(stage.Bob, type, chat);

        for (var number = 0; number < 15; number++)
        {
            await alice.SendMessage($"alice {number}");
            await bob.SendMessage($"bob {number}");
        }

        await alice.HandleFramesUntil(messages: 30);
        await bob.HandleFramesUntil(messages: 30);
        string[] sent = [.. Enumerable.Range(0, 15).SelectMany(number => new[] { $"alice {number}", $"bob {number}" }).Reverse()];
        (await History(alice)).ShouldBe(sent);
        (await History(bob)).ShouldBe(sent);
        alice.Messages.Select(Content).ShouldBe(sent);
        bob.Messages.Select(Content).ShouldBe(sent);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Sent_by_both_at_once_each_is_there_once_and_in_one_order(string type)
    {
        using var stage = await Stage.Of(app);
        var chat = await Chat(stage, type);
        using var alice = await Open(stage.Alice, type, chat);
        using var bob = await Open(stage.Bob, type, chat);

        await Task.WhenAll(Say(alice, "alice"), Say(bob, "bob"));

        await alice.HandleFramesUntil(messages: 40);
        await bob.HandleFramesUntil(messages: 40);
        var history = await History(alice);
        history.Where(content => content.StartsWith("alice")).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(number => $"alice {number}"));
        history.Where(content => content.StartsWith("bob")).ShouldBe(Enumerable.Range(0, 20).Reverse().Select(number => $"bob {number}"));
        alice.Messages.Select(Content).ShouldBe(history);
        bob.Messages.Select(Content).ShouldBe(history);
    }

    [Fact]
    public async Task The_same_text_said_three_times_is_there_three_times()
    {
        using var stage = await Stage.Of(app);
        using var alice = await Open(stage.Alice, "conversations", await stage.Conversation());

        for (var time = 0; time < 3; time++)
        {
            await alice.SendMessage("ok");
        }

        (await History(alice)).ShouldBe(["ok", "ok", "ok"]);
    }

    [Fact]
    public async Task A_reply_is_shown_with_what_it_answers()
    {
        using var stage = await Stage.Of(app);
        using var alice = await Open(stage.Alice, "conversations", await stage.Conversation());
        await alice.SendMessage("Hello");
        await alice.HandleFramesUntil(messages: 1);

        await alice.SendMessage("Hello yourself", replyTo: alice.Messages[0].Number("id"));

        await alice.HandleFramesUntil(messages: 2);
        (await History(alice)).ShouldBe(["Hello yourself", "Hello"]);
        alice.Messages[0].Number("reply_to").ShouldBe(alice.Messages[1].Number("id"));
    }

    [Fact]
    public async Task What_it_marks_as_read_is_read_and_who_types_is_seen()
    {
        using var stage = await Stage.Of(app);
        var chat = await stage.Conversation();
        using var alice = await Open(stage.Alice, "conversations", chat);
        using var bob = await Open(stage.Bob, "conversations", chat);
        await alice.SendMessage("Hello");
        await bob.HandleFramesUntil(messages: 1);

        await bob.SetTyping(true);
        await bob.MarkAsRead(bob.Messages[0].Number("id"));
        await bob.HandleFrames();

        await alice.HandleFrames();
        alice.Typing.ShouldBe(new Dictionary<long, string> { [stage.Bob.Id] = stage.Bob.Username });
        (await alice.LoadMessages(page: 1)).GetProperty("results")[0].GetProperty("read_by").EnumerateArray().Select(id => id.GetInt64()).ShouldBe([stage.Bob.Id]);
        (await bob.LoadChats()).Conversations[0].Number("unread_count").ShouldBe(0);
    }

    [Fact]
    public async Task Switching_between_chats_shows_each_as_it_is()
    {
        using var stage = await Stage.Of(app);
        var (conversation, group) = (await stage.Conversation(), await stage.GroupChat(stage.Bob));
        using var alice = await Open(stage.Alice, "conversations", conversation);
        await alice.SendMessage("to Bob");

        await alice.Connect("group-chats", group);
        await alice.SendMessage("to all");
        await alice.Connect("conversations", conversation);

        alice.Messages.Select(Content).ShouldBe(["to Bob"]);
        var (conversations, groups) = await alice.LoadChats();
        conversations[0].GetProperty("last_message").Text("content").ShouldBe("to Bob");
        groups[0].GetProperty("last_message").Text("content").ShouldBe("to all");
    }

    private static Task<long> Chat(Stage stage, string type) =>
        type == "conversations" ? stage.Conversation() : stage.GroupChat(stage.Bob);

    private static string? Content(JsonElement message) => message.Text("content");

    private static async Task Say(ReactNativeClient client, string name)
    {
        for (var number = 0; number < 20; number++)
        {
            await client.SendMessage($"{name} {number}");
        }
    }

    // Page by page, until there is no next one.
    private static async Task<List<string>> History(ReactNativeClient client)
    {
        var contents = new List<string>();

        for (var number = 1; ; number++)
        {
            var page = await client.LoadMessages(number);
            contents.AddRange(page.GetProperty("results").EnumerateArray().Select(message => message.Text("content")!));

            if (page.Text("next") is null)
            {
                return contents;
            }
        }
    }

    private async Task<ReactNativeClient> Open(Person user, string type, long chat)
    {
        var client = new ReactNativeClient(app, user);
        await client.Connect(type, chat);

        return client;
    }
}
