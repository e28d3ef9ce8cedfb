using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

internal static class ConversationCases
{
    private static readonly string TooLong = new('x', 10_001);

    internal static void AddConversations(this Cases cases)
    {
        cases.On(
            "Create a conversation",
            [
                ("with somebody of the same organization, and a first message", stage => Start(stage, stage.Bob, message: "Hello")),
                ("without a first message", stage => Start(stage, stage.Bob)),
                ("the same again under one key", async stage =>
                {
                    await stage.Alice.AskForConversation(stage.Bob, "Hello", key: "first");
                    return await Start(stage, stage.Bob, message: "Hello", key: "first");
                }),
                ("something else under one key", async stage =>
                {
                    await stage.Alice.AskForConversation(stage.Bob, "Hello", key: "first");
                    return await Start(stage, await stage.Somebody(), message: "Hello", key: "first");
                }),
                ("the caller is not of the organization", async stage => await Start(stage, stage.Bob, organization: await stage.App.Organization())),
                ("there is no such organization", stage => Start(stage, stage.Bob, organization: 1L << 40)),
                ("the other is not of the organization", async stage => await Start(stage, await stage.Stranger())),
                ("the other was deactivated there", async stage =>
                {
                    await stage.Deactivate(stage.Bob);
                    return await Start(stage, stage.Bob);
                }),
                ("with oneself", stage => Start(stage, stage.Alice)),
                ("the other has blocked the caller", async stage =>
                {
                    await Stage.Block(stage.Bob, stage.Alice);
                    return await Start(stage, stage.Bob);
                }),
                ("both have blocked each other", async stage =>
                {
                    await Stage.Block(stage.Bob, stage.Alice);
                    await Stage.Block(stage.Alice, stage.Bob);
                    return await Start(stage, stage.Bob);
                }),
                ("the caller has blocked the other", async stage =>
                {
                    await Stage.Block(stage.Alice, stage.Bob);
                    return await Start(stage, stage.Bob);
                }),
                ("there is one already", async stage =>
                {
                    await stage.Conversation();
                    return await Start(stage, stage.Bob);
                }),
                ("nothing is said", stage => Task.FromResult(new Call(stage.Alice) { Body = new { } })),
                ("a first message that is too long", stage => Start(stage, stage.Bob, message: TooLong)),
            ]);

        cases.On(
            "List conversations",
            [
                ("there are some", async stage =>
                {
                    await Stage.Said(stage.Bob, await stage.Conversation());
                    return new Call(stage.Alice) { Query = "?limit=5&organization_id=1" };
                }),
                ("a limit below 1", stage => Task.FromResult(new Call(stage.Alice) { Query = "?limit=0" })),
            ]);

        cases.On(
            "Show a conversation",
            [
                ("a participant", async stage => new Call(stage.Bob, await stage.Conversation())),
                ("it is a group chat", async stage => new Call(stage.Alice, await stage.GroupChat(stage.Bob))),
                ("it was deleted", Deleted),
                .. Others(stage => stage.Conversation()),
            ]);

        cases.On(
            "Delete a conversation",
            [
                ("a participant", async stage => new Call(stage.Bob, await stage.Conversation())),
                ("nobody is signed in", async stage => new Call(null, await stage.Conversation())),
                ("it was deleted", Deleted),
                .. Others(stage => stage.Conversation()),
            ]);

        cases.On("List the messages of a conversation", Listing(stage => stage.Conversation(), Stage.Said, isWhole: true));
        cases.On("Send a message to a conversation", Sending());
        cases.On("Read a conversation", Reading(stage => stage.Conversation(), Stage.Said, isWhole: true));
    }

    /// <summary>Somebody who is not in the chat.</summary>
    internal static (string, Func<Stage, Task<Call>>)[] Others(Func<Stage, Task<long>> chat, object? body = null) =>
    [
        ("somebody else of the organization", async stage => new Call(await stage.Somebody(), await chat(stage)) { Body = body }),
        ("somebody of another organization", async stage => new Call(await stage.Stranger(), await chat(stage)) { Body = body }),
    ];

    /// <summary>Messages of a chat of either kind.</summary>
    internal static (string, Func<Stage, Task<Call>>)[] Listing(
        Func<Stage, Task<long>> chat, Func<Person, long, Task<long>> say, bool isWhole)
    {
        (string, Func<Stage, Task<Call>>)[] beyond =
        [
            ("a page below 1", async stage => new Call(stage.Alice, await chat(stage)) { Query = "?page=0" }),
            ("a page size that is no number", async stage => new Call(stage.Alice, await chat(stage)) { Query = "?page_size=all" }),
            ("before a message of another chat", async stage =>
            {
                var message = await Stage.Said(stage.Alice, await stage.Alice.StartConversation(await stage.Somebody()));
                return new Call(stage.Alice, await chat(stage)) { Query = $"?before={message}" };
            }),
            ("before and after together", async stage => new Call(stage.Alice, await chat(stage)) { Query = "?before=1&after=1" }),
        ];

        return
        [
            ("the first page", async stage =>
            {
                var id = await chat(stage);
                await say(stage.Alice, id);
                return new Call(stage.Bob, id) { Query = "?page=1&page_size=5" };
            }),
            ("those before a message", async stage =>
            {
                var id = await chat(stage);
                await say(stage.Alice, id);
                return new Call(stage.Bob, id) { Query = $"?before={await say(stage.Alice, id)}&limit=5" };
            }),
            ("a page past the end", async stage => new Call(stage.Alice, await chat(stage)) { Query = "?page=2" }),
            .. isWhole ? beyond : [],
            .. Others(chat),
        ];
    }

    /// <summary>Reading a chat of either kind.</summary>
    internal static (string, Func<Stage, Task<Call>>)[] Reading(
        Func<Stage, Task<long>> chat, Func<Person, long, Task<long>> say, bool isWhole)
    {
        (string, Func<Stage, Task<Call>>)[] beyond =
            [("nothing is said", async stage => new Call(stage.Bob, await chat(stage)) { Body = new { } })];

        return
        [
            ("up to a message", async stage =>
            {
                var id = await chat(stage);
                return new Call(stage.Bob, id) { Body = new { UpTo = await say(stage.Alice, id) } };
            }),
            ("up to a message of another chat", async stage =>
            {
                var message = await Stage.Said(stage.Alice, await stage.Alice.StartConversation(await stage.Somebody()));
                return new Call(stage.Bob, await chat(stage)) { Body = new { UpTo = message } };
            }),
            .. isWhole ? beyond : [],
            .. Others(chat, new { UpTo = 1 }),
        ];
    }

    private static (string, Func<Stage, Task<Call>>)[] Sending() =>
    [
        ("a text", stage => Send(stage, new { Content = "Hello" })),
        ("a text with a file, as a form", stage => Send(
            stage, Stage.Form([("content", "Look"), ("attachment_types", "image")], "attachments", ("dot.png", Samples.Png)))),
        ("a file without a text", stage => Send(stage, Stage.Form([], "attachments", ("cities.csv", Samples.Text)))),
        ("an answer to a message", async stage =>
        {
            var conversation = await stage.Conversation();
            var message = await Stage.Said(stage.Bob, conversation);
            return new Call(stage.Alice, conversation) { Body = new { Content = "Hello", ReplyTo = message } };
        }),
        ("the same again under one key", async stage => await Again(stage, "Hello")),
        ("something else under one key", async stage => await Again(stage, "Good bye")),
        ("an empty text", stage => Send(stage, new { Content = " \n" })),
        ("a text that is too long", stage => Send(stage, new { Content = TooLong })),
        ("an answer to a message of another chat", async stage =>
        {
            var message = await Stage.Said(stage.Alice, await stage.Alice.StartConversation(await stage.Somebody()));
            return await Send(stage, new { Content = "Hello", ReplyTo = message });
        }),
        ("a file that is not what it claims to be", stage => Send(
            stage, Stage.Form([("attachment_types", "image")], "attachments", ("dot.png", Samples.Text)))),
        ("more types than files", stage => Send(
            stage, Stage.Form([("attachment_types", "image,document")], "attachments", ("dot.png", Samples.Png)))),
        ("one file too many", stage => Send(
            stage, Stage.Form([], "attachments", [.. Enumerable.Range(0, 11).Select(number => ($"{number}.csv", Samples.Text))]))),
        ("a file that is too large", stage => Send(stage, Stage.Form([], "attachments", ("zeros", Samples.TooLarge)))),
        ("the other has blocked the caller", async stage =>
        {
            var call = await Send(stage, new { Content = "Hello" });
            await Stage.Block(stage.Bob, stage.Alice);
            return call;
        }),
        ("the caller has blocked the other", async stage =>
        {
            var call = await Send(stage, new { Content = "Hello" });
            await Stage.Block(stage.Alice, stage.Bob);
            return call;
        }),
        .. Others(stage => stage.Conversation(), new { Content = "Hello" }),
    ];

    private static async Task<Call> Again(Stage stage, string content)
    {
        var conversation = await stage.Conversation();
        await stage.Alice.Send(conversation, "Hello", key: "first");

        return new Call(stage.Alice, conversation) { Body = new { content }, Key = "first" };
    }

    private static async Task<Call> Send(Stage stage, object body) =>
        new(stage.Alice, await stage.Conversation()) { Body = body };

    private static async Task<Call> Deleted(Stage stage)
    {
        var conversation = await stage.Conversation();
        await stage.Alice.DeleteConversation(conversation);

        return new Call(stage.Bob, conversation);
    }

    private static Task<Call> Start(
        Stage stage, Person with, string? message = null, long organization = People.Demo, string? key = null) =>
        Task.FromResult(new Call(stage.Alice)
        {
            Body = new { ParticipantId = with.Id, OrganizationId = organization, InitialMessage = message },
            Key = key,
        });
}
