using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Document;

internal static class FileCases
{
    internal static void AddFiles(this Cases cases)
    {
        cases.On(
            "Download a file",
            [
                ("by the URL in its message", async stage => Open((await Sent(stage)).Text("url")!)),
                ("without a signature", async stage => Open((await Sent(stage)).Text("url")!.Split('?')[0])),
                ("its message was deleted", async stage => Open((await Deleted(stage)).Text("url")!)),
            ]);

        cases.On(
            "Download the small copy of an image",
            [
                ("by the URL in its message", async stage => Open((await Sent(stage)).Text("thumbnail_url")!)),
                ("with the signature of the file itself", async stage => Open((await Sent(stage)).Text("url")!)),
                ("its message was deleted", async stage => Open((await Deleted(stage)).Text("thumbnail_url")!)),
            ]);

        cases.On(
            "Download the avatar of a group chat",
            [
                ("by the URL in the group chat", async stage => Open((await Pictured(stage)).Text("avatar")!)),
                ("without a signature", async stage => Open((await Pictured(stage)).Text("avatar")!.Split('?')[0])),
                ("the group chat was deleted", async stage =>
                {
                    var group = await Pictured(stage);
                    await stage.Alice.Delete($"/api/messaging/group-chats/{group.Number("id")}/");
                    return Open(group.Text("avatar")!);
                }),
            ]);
    }

    private static async Task<JsonElement> Sent(Stage stage) =>
        (await Say(stage, await stage.Conversation())).GetProperty("attachments")[0];

    private static async Task<JsonElement> Deleted(Stage stage)
    {
        var message = await Say(stage, await stage.Conversation());
        await stage.Alice.Delete(message.Number("id"));

        return message.GetProperty("attachments")[0];
    }

    private static Task<JsonElement> Say(Stage stage, long conversation) => stage.Alice
        .Post($"/api/messaging/conversations/{conversation}/send_message/", Stage.Form([], "attachments", ("dot.png", Samples.Png)))
        .ShouldBe(System.Net.HttpStatusCode.Created);

    private static Task<JsonElement> Pictured(Stage stage) => stage.Alice
        .Post("/api/messaging/group-chats/", Stage.Form([("name", "Team"), ("organization_id", "1")], "avatar", ("dot.png", Samples.Png)))
        .ShouldBe(System.Net.HttpStatusCode.Created);

    // An address in any spelling, for the id and the query that a URL has.
    private static Call Open(string url)
    {
        var (path, query) = url.Split('?') is [var before, var after] ? (before, $"?{after}") : (url, "");

        return new Call(By: null, [.. path.Split('/').Where(part => long.TryParse(part, out _)).Select(long.Parse)]) { Query = query };
    }
}
