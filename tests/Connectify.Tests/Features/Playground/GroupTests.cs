using Connectify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>A group chat, made and looked after in windows.</summary>
public sealed class GroupTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_admin_makes_a_group_chat_and_looks_after_it()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        using var cat = await app.Register("cat");
        await using var her = await Window.Of(app, ann);
        await using var his = await Window.Of(app, ben);

        // Made, with somebody in it, who sees it without doing anything.
        await her.Button("New chat").ClickAsync();
        await her.Choice("Group chat").ClickAsync();
        await her.Dialog().GetByLabel("Name").FillAsync("Cake");
        await her.Dialog().GetByLabel("Search people").FillAsync(ben.Username);
        await her.Dialog().Locator("button.person", new() { HasText = ben.Username }).ClickAsync();
        await her.Choice("Create group chat").ClickAsync();
        await Expect(her.Page.GetByRole(AriaRole.Heading, new() { Name = "Cake", Level = 2 })).ToBeVisibleAsync();
        await her.Say("Who bakes?");
        await his.OpenChat("Cake");
        await his.Say("I do");

        // Who has read it.
        await Expect(her.Message("Who bakes?").GetByRole(AriaRole.Img, new() { Name = "Read by 1" })).ToBeVisibleAsync();
        await her.Choose("Who bakes?", "Read by 1");
        await Expect(her.Dialog().GetByRole(AriaRole.List, new() { Name = "Readers" })).ToContainTextAsync(ben.Username);
        await her.Page.Keyboard.PressAsync("Escape");

        // Another name, a description and a picture.
        await her.Button("Members and settings").ClickAsync();
        await her.Choice("Edit").ClickAsync();
        await her.Dialog().GetByLabel("Name").FillAsync("Better cake");
        await her.Dialog().GetByLabel("Description").FillAsync("With chocolate");
        await her.Choice("Save").ClickAsync();
        await Expect(his.Page.GetByRole(AriaRole.Heading, new() { Name = "Better cake", Level = 2 })).ToBeVisibleAsync();
        await Expect(her.Dialog()).ToContainTextAsync("With chocolate");
        var picture = FileVerbs.Picture("cake.png", 64, 64);
        await her.Page.GetByLabel("Picture of the group chat").SetInputFilesAsync(
            new FilePayload { Name = picture.Name, MimeType = "image/png", Buffer = picture.Content });
        await Expect(his.Page.Locator(".chat-head img.avatar")).ToBeVisibleAsync();

        // One more, and somebody else who may do all this.
        await her.Choice("Add members").ClickAsync();
        await her.Dialog().GetByLabel("Search people").FillAsync(cat.Username);
        await her.Dialog().Locator("button.person", new() { HasText = cat.Username }).ClickAsync();
        await her.Choice("Add").ClickAsync();
        await Expect(his.Page.Locator(".chat-title")).ToContainTextAsync("3 members");
        await her.Button("Members and settings").ClickAsync();
        await her.Choice($"What to do with {ben.Username}").ClickAsync();
        await her.MenuItem("Make an admin").ClickAsync();
        await his.Button("Members and settings").ClickAsync();
        await Expect(his.Dialog().GetByText("admin", new() { Exact = true })).ToHaveCountAsync(2);
        await his.Choice($"What to do with {cat.Username}").ClickAsync();
        await his.MenuItem("Remove").ClickAsync();
        await Expect(his.Dialog()).ToContainTextAsync("2 members");
        await Expect(her.Dialog()).ToContainTextAsync("2 members");

        // One leaves, and the other ends it.
        await her.Choice("Leave").ClickAsync();
        await her.Choice("Leave").ClickAsync();
        await Expect(her.Page.GetByText("No chats yet.")).ToBeVisibleAsync();
        await Expect(his.Dialog()).ToContainTextAsync("1 member");
        await his.Choice("Delete group chat").ClickAsync();
        await his.Choice("Delete").ClickAsync();
        await Expect(his.Page.GetByText("No chats yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_removed_is_told_so()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        var group = await ann.StartGroup("Gone soon", ben);
        await using var his = await Window.Of(app, ben);
        await his.OpenChat("Gone soon");

        await ann.Remove(group, ben);

        await Expect(his.Page.GetByText("you are no longer in it")).ToBeVisibleAsync();
        await Expect(his.Page.GetByText("Pick a chat")).ToBeVisibleAsync();
        await Expect(his.Page.GetByText("No chats yet.")).ToBeVisibleAsync();
    }
}
