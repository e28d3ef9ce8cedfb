using Connectify.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>The page for those who see little, hear it or use no mouse.</summary>
public sealed class AccessibilityTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Axe_finds_nothing_serious_in_any_state_light_or_dark(int width)
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        using var cat = await app.Register("cat");
        await ann.Chats(ben, cat);
        await using var window = await Window.Open(app.BaseAddress, width, 844);
        await window.ShouldBeAccessible("sign in");
        await window.Button("Create one").ClickAsync();
        await window.ShouldBeAccessible("create an account");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await window.SignIn(ann.Username);
        await Expect(window.Chat("Release")).ToBeVisibleAsync();
        await window.ShouldBeAccessible("the list");

        await window.Button($"Account of {ann.Username}").ClickAsync();
        await window.ShouldBeAccessible("the menu of the account");
        await window.MenuItem("Blocked people").ClickAsync();
        await window.ShouldBeAccessible("blocked people");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Button("New chat").ClickAsync();
        await window.Choice("Group chat").ClickAsync();
        await window.Dialog().Locator("button.person").First.ClickAsync();
        await window.ShouldBeAccessible("a new group chat");
        await window.Page.Keyboard.PressAsync("Escape");

        await window.OpenChat(ben.Username);
        await window.Use("the numbers", "Reply");
        await window.Attach(FileVerbs.Picture("picture.png"));
        await window.Writing().FillAsync("An answer");
        await window.ShouldBeAccessible("a conversation");
        await window.Use("the numbers", "React");
        await window.ShouldBeAccessible("the emoji");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Use("Not yet", "More");
        await window.ShouldBeAccessible("the menu of a message");
        await window.MenuItem("Delete").ClickAsync();
        await window.ShouldBeAccessible("a question");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Button("Open the picture lake.png").ClickAsync();
        await window.ShouldBeAccessible("a picture");
        await window.Page.Keyboard.PressAsync("Escape");
        await ben.Post("/api/messaging/blocks/", new { blocked_id = ann.Id, organization_id = People.Demo });
        await window.Button("Remove picture.png").ClickAsync();
        await window.Say("Refused");
        await Expect(window.Message("Refused").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await window.ShouldBeAccessible("a refused message");

        if (width < 768)
        {
            await window.Button("Back to the chats").ClickAsync();
        }

        await window.OpenChat("Release");
        await window.ShouldBeAccessible("a group chat");
        await window.Button("Members and settings").ClickAsync();
        await window.ShouldBeAccessible("the members");
        await window.Choice("Edit").ClickAsync();
        await window.ShouldBeAccessible("its name");
        await window.Page.Keyboard.PressAsync("Escape");
    }

    [Fact]
    public async Task One_signs_in_opens_a_chat_answers_and_reacts_without_a_mouse()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ben.StartConversation(ann, "Can you hear me?");
        await using var window = await Window.Open(app.BaseAddress);
        var keys = window.Page.Keyboard;
        await Expect(window.Button("Sign in")).ToBeVisibleAsync();

        await window.TabTo("[name=name]");
        await keys.TypeAsync(ann.Username);
        await keys.PressAsync("Tab");
        await keys.TypeAsync(Person.Password);
        await keys.PressAsync("Enter");
        await Expect(window.Chat(ben.Username)).ToBeVisibleAsync();

        await window.TabTo(".search input");
        await keys.PressAsync("ArrowDown");
        await Expect(window.Chat(ben.Username)).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(window.Writing()).ToBeFocusedAsync();
        await keys.TypeAsync("Loud and clear");
        await keys.PressAsync("Enter");
        await window.ShouldShow("Loud and clear");

        // Up to the message, into what can be done with it, and back.
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await Expect(window.Page.Locator(".timeline")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowUp");
        await Expect(window.Message("Loud and clear")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowUp");
        await Expect(window.Message("Can you hear me?")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await keys.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Thumbs up" })).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        await Expect(window.Message("Can you hear me?").Locator(".reaction")).ToContainTextAsync("❤️");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        await Expect(window.Writing()).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".above")).ToContainTextAsync($"Reply to {ben.Username}");
        await keys.PressAsync("Escape");
        await Expect(window.Page.Locator(".above")).ToHaveCountAsync(0);

        // A dialog holds the focus, and gives it back.
        await window.Button("New chat").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(window.Page.GetByLabel("Search people")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(window.Button("New chat")).ToBeFocusedAsync();
    }
}

internal static class AccessibilityVerbs
{
    private static readonly string[] Serious = ["serious", "critical"];

    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };

    private static readonly AxeRunOptions Colours = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = new() { Type = "rule", Values = ["color-contrast"] },
    };

    private static readonly AxeRunOptions AllButColours = new()
    {
        ResultTypes = [ResultType.Violations],
        Rules = new() { ["color-contrast"] = new() { Enabled = false } },
    };

    /// <summary>Light, and dark, where nothing but the colours differs; which are the same on a phone, and costly to look at.</summary>
    internal static async Task ShouldBeAccessible(this Window window, string state)
    {
        if (window.Page.ViewportSize!.Width < 768)
        {
            await window.ShouldPass(AllButColours, $"{state}, on a phone");

            return;
        }

        await window.ShouldPass(Everything, state);
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await window.ShouldPass(Colours, $"{state}, dark");
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static async Task ShouldPass(this Window window, AxeRunOptions options, string state)
    {
        var found = await window.Page.RunAxe(options);

        found.Violations.Where(violation => Serious.Contains(violation.Impact))
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}"))
            .ShouldBeEmpty(state);
    }

    /// <summary>Presses Tab until something has the focus.</summary>
    internal static async Task TabTo(this Window window, string selector)
    {
        for (var i = 0; i < 20; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");

            if (await window.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} can't be reached with Tab.");
    }
}
