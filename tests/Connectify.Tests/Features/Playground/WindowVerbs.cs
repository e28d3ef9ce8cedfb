using Connectify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>What people do in a window, and what they see there.</summary>
internal static class WindowVerbs
{
    internal static ILocator Button(this Window window, string name) =>
        window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal static ILocator Dialog(this Window window) => window.Page.GetByRole(AriaRole.Dialog).Filter(new() { Visible = true }).Last;

    /// <summary>A button of the dialog that is open.</summary>
    internal static ILocator Choice(this Window window, string name) =>
        window.Dialog().GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal static ILocator MenuItem(this Window window, string name) =>
        window.Page.GetByRole(AriaRole.Menuitem, new() { Name = name });

    internal static ILocator Writing(this Window window) => window.Page.Locator("#writing");

    /// <summary>A message of the chat that is shown, by its text.</summary>
    internal static ILocator Message(this Window window, string text) =>
        window.Page.Locator("li.message", new() { HasText = text }).Last;

    /// <summary>A chat in the list, by its name.</summary>
    internal static ILocator Chat(this Window window, string name) => window.Page.Locator(
        ".chat-item", new() { Has = window.Page.Locator(".chat-item-name", new() { HasText = name }) });

    internal static ILocator Connection(this Window window) => window.Page.Locator(".connection");

    internal static async Task SignIn(this Window window, string username, string? password = null)
    {
        await window.Page.GetByLabel("Username or email").FillAsync(username);
        await window.Page.GetByLabel("Password").FillAsync(password ?? Person.PasswordOf(username));
        await window.Button("Sign in").ClickAsync();
        await Expect(window.Button("New chat")).ToBeVisibleAsync();
    }

    internal static async Task OpenChat(this Window window, string name)
    {
        await window.Chat(name).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 2 })).ToBeVisibleAsync();
        await Expect(window.Page.Locator("ol.messages[aria-busy=false]")).ToBeVisibleAsync();
        await Expect(window.Connection()).ToHaveAttributeAsync("data-state", "open");
    }

    /// <summary>What is shown for a moment only: to be asked for before that comes, and waited for after.</summary>
    internal static Task Glimpse(this Window window, string selector, string text) =>
        window.Page.Locator(selector, new() { HasText = text }).First.WaitForAsync(new() { Timeout = 60_000 });

    /// <summary>Finds somebody by name and starts a conversation.</summary>
    internal static async Task StartConversation(this Window window, string username)
    {
        await window.Button("New chat").ClickAsync();
        await window.Page.GetByLabel("Search people").FillAsync(username);
        await window.Dialog().Locator("button.person", new() { HasText = username }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = username, Level = 2 })).ToBeVisibleAsync();
    }

    internal static async Task Say(this Window window, string text)
    {
        await window.Writing().FillAsync(text);
        await window.Writing().PressAsync("Enter");
    }

    /// <summary>A message is there, and stored where it is one's own.</summary>
    internal static async Task ShouldShow(this Window window, string text)
    {
        await Expect(window.Message(text)).ToBeVisibleAsync();
        await Expect(window.Page.Locator("li.pending", new() { HasText = text })).ToHaveCountAsync(0);
    }

    /// <summary>One of the buttons beside a message.</summary>
    internal static async Task Use(this Window window, string message, string tool)
    {
        await window.Message(message).HoverAsync();
        await window.Message(message).GetByRole(AriaRole.Button, new() { Name = tool, Exact = true }).ClickAsync();
    }

    /// <summary>A line of the menu beside a message.</summary>
    internal static async Task Choose(this Window window, string message, string item)
    {
        await window.Use(message, "More");
        await window.MenuItem(item).ClickAsync();
    }

    internal static Task Attach(this Window window, params FileVerbs.Sample[] files) =>
        window.Page.GetByLabel("Files to attach").SetInputFilesAsync(files.Select(file => new FilePayload
        {
            Name = file.Name,
            MimeType = file.Name.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "text/plain",
            Buffer = file.Content,
        }));
}
