using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

internal static class MessageCases
{
    internal static void AddMessages(this Cases cases)
    {
        cases.On(
            "Show a message",
            [
                ("somebody in its chat", async stage => new Call(stage.Bob, await Message(stage))),
                ("somebody else, of a group chat", async stage =>
                    new Call(await stage.Somebody(), await Stage.SaidInGroup(stage.Alice, await stage.GroupChat()))),
                .. Refused(),
            ]);

        cases.On(
            "Edit a message",
            [
                ("its sender", async stage => Edit(stage.Alice, await Message(stage))),
                ("somebody else in its chat", async stage => Edit(stage.Bob, await Message(stage))),
                ("an empty text", async stage => Edit(stage.Alice, await Message(stage), "")),
                .. Blocked(Edit),
                .. Refused(new { Content = "Hello again" }),
            ]);

        cases.On(
            "Delete a message",
            [
                ("its sender", async stage => new Call(stage.Alice, await Message(stage))),
                ("its sender, whom the other has blocked", async stage =>
                {
                    var message = await Message(stage);
                    await Stage.Block(stage.Bob, stage.Alice);
                    return new Call(stage.Alice, message);
                }),
                ("somebody else in its chat", async stage => new Call(stage.Bob, await Message(stage))),
                .. Refused(),
            ]);

        cases.On(
            "React to a message",
            [
                ("for the first time", async stage => React(stage.Alice, await Message(stage))),
                ("once more with the same emoji", async stage => React(stage.Bob, await Reacted(stage))),
                ("without an emoji", async stage => new Call(stage.Bob, await Message(stage)) { Body = new { } }),
                ("with white space", async stage => React(stage.Bob, await Message(stage), "👍 👍")),
                .. Blocked((person, message) => React(person, message)),
                .. Refused(new { Emoji = "👍" }),
            ]);

        cases.On(
            "Take reactions back",
            [
                ("one of them", async stage => new Call(stage.Bob, await Reacted(stage)) { Query = $"?emoji={Uri.EscapeDataString("👍")}" }),
                ("all of them", async stage => new Call(stage.Bob, await Reacted(stage))),
                ("there was none", async stage => new Call(stage.Alice, await Reacted(stage)) { Query = "?emoji=x" }),
                .. Refused(),
            ]);

        cases.On(
            "List the readers of a message",
            [
                ("somebody has read it", async stage =>
                {
                    var conversation = await stage.Conversation();
                    var message = await Stage.Said(stage.Alice, conversation);
                    await stage.Bob.Read(conversation, message);
                    return new Call(stage.Alice, message);
                }),
                ("a page past the end", async stage => new Call(stage.Bob, await Message(stage)) { Query = "?page=2" }),
                .. Refused(),
            ]);
    }

    private static (string, Func<Stage, Task<Call>>)[] Refused(object? body = null) =>
    [
        ("it was deleted", async stage =>
        {
            var message = await Message(stage);
            await stage.Alice.Delete(message);
            return new Call(stage.Alice, message) { Body = body };
        }),
        ("somebody else, of a conversation", async stage => new Call(await stage.Somebody(), await Message(stage)) { Body = body }),
        ("somebody of another organization", async stage => new Call(await stage.Stranger(), await Message(stage)) { Body = body }),
    ];

    private static (string, Func<Stage, Task<Call>>)[] Blocked(Func<Person, long, Call> ask) =>
    [
        ("the other has blocked the caller", async stage =>
        {
            var message = await Message(stage);
            await Stage.Block(stage.Bob, stage.Alice);
            return ask(stage.Alice, message);
        }),
        ("the caller has blocked the other", async stage =>
        {
            var message = await Message(stage);
            await Stage.Block(stage.Alice, stage.Bob);
            return ask(stage.Alice, message);
        }),
    ];

    private static async Task<long> Message(Stage stage) => await Stage.Said(stage.Alice, await stage.Conversation());

    private static async Task<long> Reacted(Stage stage)
    {
        var message = await Message(stage);
        await stage.Bob.Post($"/api/messaging/messages/{message}/react/", new { Emoji = "👍" });

        return message;
    }

    private static Call Edit(Person person, long message) => Edit(person, message, "Hello again");

    private static Call Edit(Person person, long message, string content) => new(person, message) { Body = new { content } };

    private static Call React(Person person, long message, string emoji = "👍") => new(person, message) { Body = new { emoji } };
}
