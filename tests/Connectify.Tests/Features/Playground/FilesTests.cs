using Connectify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>Files, on their way and when they have come.</summary>
public sealed class FilesTests(App app) : IClassFixture<App>
{
    private const int Slowly = 40_000;

    [Fact]
    public async Task Pictures_are_shown_sounds_are_played_and_documents_downloaded()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ann.StartConversation(ben, "Hello");
        await using var her = await Window.Of(app, ann);
        await using var his = await Window.Of(app, ben);
        await her.OpenChat(ben.Username);
        await his.OpenChat(ann.Username);

        await her.Attach(FileVerbs.Picture("lake.png", 640, 400), FileVerbs.Text("notes.txt", "what was said"));
        await Expect(her.Page.GetByRole(AriaRole.List, new() { Name = "Files to be sent" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await her.Say("The lake, and my notes");

        var message = his.Message("The lake, and my notes");
        var picture = message.GetByRole(AriaRole.Img, new() { Name = "lake.png" });
        await Expect(picture).ToHaveJSPropertyAsync("complete", true);
        (await picture.EvaluateAsync<int>("image => image.naturalWidth")).ShouldBeGreaterThan(0);
        await his.Button("Open the picture lake.png").ClickAsync();
        await Expect(his.Dialog().GetByRole(AriaRole.Img)).ToHaveJSPropertyAsync("naturalWidth", 640);
        await his.Page.Keyboard.PressAsync("Escape");
        var download = await his.Page.RunAndWaitForDownloadAsync(() => message.GetByRole(AriaRole.Link, new() { Name = "notes.txt" }).ClickAsync());
        download.SuggestedFilename.ShouldBe("notes.txt");
        (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).ShouldBe("what was said");

        // From the clipboard, and from outside of the window.
        await Give(his.Writing(), "paste", "clipboardData", "pasted.png");
        await Expect(his.Page.Locator(".chosen")).ToContainTextAsync("pasted.png");
        await Give(his.Page.Locator(".chat"), "drop", "dataTransfer", "dropped.txt");
        await Expect(his.Page.Locator(".chosen")).ToContainTextAsync("dropped.txt");
        await his.Button("Remove pasted.png").ClickAsync();
        await his.Say("Dropped here");
        await Expect(her.Message("Dropped here")).ToContainTextAsync("dropped.txt");
    }

    [Fact]
    public async Task An_upload_shows_how_far_it_is_and_can_be_cancelled()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        var chat = await ann.StartConversation(ben, "Hello");
        await using var window = await Window.Of(app, ann);
        await window.OpenChat(ben.Username);
        var network = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", Conditions(Slowly));

        await window.Attach(FileVerbs.Text("large.txt", new string('a', 2_000_000)));
        await window.Say("A large one");
        var bar = window.Message("A large one").GetByRole(AriaRole.Progressbar, new() { Name = "Upload" });
        await Expect(bar).ToHaveJSPropertyAsync("max", 1);
        await Expect(window.Message("A large one").Locator(".upload span")).Not.ToHaveTextAsync("0 %");
        await window.Button("Cancel").ClickAsync();
        await Expect(window.Message("A large one")).ToHaveCountAsync(0);

        await network.SendAsync("Network.emulateNetworkConditions", Conditions(-1));
        await window.Attach(FileVerbs.Text("small.txt"));
        await window.Say("A small one");
        await window.ShouldShow("A small one");
        (await ann.Messages(chat)).Select(message => message.Content).ShouldBe(["A small one", "Hello"]);
    }

    private static Dictionary<string, object> Conditions(int throughput) => new()
    {
        ["offline"] = false,
        ["latency"] = 0,
        ["downloadThroughput"] = -1,
        ["uploadThroughput"] = throughput,
    };

    private static async Task Give(ILocator target, string type, string member, string name) => await target.EvaluateAsync(
        """
        (element, { type, member, name }) => {
            const data = new DataTransfer();
            data.items.add(new File(["some text"], name, { type: "text/plain" }));
            const event = new Event(type, { bubbles: true, cancelable: true });
            Object.defineProperty(event, member, { value: data });
            element.dispatchEvent(event);
        }
        """,
        new { type, member, name });
}
