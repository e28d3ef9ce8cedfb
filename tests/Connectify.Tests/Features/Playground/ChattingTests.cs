using Connectify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>Two people in two windows.</summary>
public sealed class ChattingTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Two_demo_users_chat_after_a_click_each()
    {
        await using var alice = await Window.Open(app.BaseAddress);
        await using var bob = await Window.Open(app.BaseAddress);
        await alice.Page.GetByText("Continue as alice").ClickAsync();
        await bob.Page.GetByText("Continue as bob").ClickAsync();

        await alice.StartConversation("bob");
        await alice.Say("Hello, Bob!");
        await bob.OpenChat("alice");
        await bob.ShouldShow("Hello, Bob!");
        await bob.Say("Hello, Alice!");

        await alice.ShouldShow("Hello, Alice!");
        await Expect(alice.Message("Hello, Bob!").GetByRole(AriaRole.Img, new() { Name = "Read" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_one_does_the_other_sees_at_once()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ann.StartConversation(ben, "The first");
        await using var her = await Window.Of(app, ann);
        await using var his = await Window.Of(app, ben);
        await her.OpenChat(ben.Username);
        await his.OpenChat(ann.Username);

        // Somebody types.
        await her.Writing().PressSequentiallyAsync("Shall we");
        await Expect(his.Page.Locator(".typing")).ToHaveTextAsync($"{ann.Username} is typing…");
        await Expect(his.Chat(ann.Username)).ToContainTextAsync("typing…");
        await her.Say("Shall we meet today?");
        await his.ShouldShow("Shall we meet today?");
        await Expect(his.Page.Locator(".typing")).ToHaveTextAsync("");

        // An answer, and from it back to what it answers.
        await his.Use("Shall we meet today?", "Reply");
        await his.Say("Gladly, at noon");
        var answer = her.Message("Gladly, at noon");
        await Expect(answer.Locator(".quote")).ToContainTextAsync("Shall we meet today?");
        var flash = her.Glimpse("li.message.flashed", "Shall we meet today?");
        await answer.Locator(".quote").ClickAsync();
        await flash;

        // A reaction, and again without it.
        await her.Use("Gladly, at noon", "React");
        await her.Page.GetByRole(AriaRole.Button, new() { Name = "Party" }).ClickAsync();
        var reaction = his.Message("Gladly, at noon").Locator(".reaction");
        await Expect(reaction).ToContainTextAsync("🎉1 by");
        await reaction.ClickAsync();
        await Expect(her.Message("Gladly, at noon").Locator(".reaction")).ToContainTextAsync("🎉2 by");
        await her.Message("Gladly, at noon").Locator(".reaction").ClickAsync();
        await Expect(reaction).ToContainTextAsync("🎉1 by");

        // A mistake, mended: the key goes to what one wrote last.
        await his.Writing().PressAsync("ArrowUp");
        await Expect(his.Writing()).ToHaveValueAsync("Gladly, at noon");
        await his.Say("Gladly, at one");
        await Expect(her.Message("Gladly, at one")).ToContainTextAsync("edited");

        // And something that nobody should have read.
        await his.Say("Nobody should read this");
        await her.ShouldShow("Nobody should read this");
        await his.Choose("Nobody should read this", "Delete");
        await his.Choice("Delete").ClickAsync();
        await Expect(her.Message("Message deleted")).ToBeVisibleAsync();
        await Expect(her.Message("Nobody should read this")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_unread_is_counted_until_it_is_looked_at()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        using var cat = await app.Register("cat");
        var chat = await ann.StartConversation(ben, "One");
        await cat.StartConversation(ben, "Something else");
        await using var window = await Window.Of(app, ben);
        await window.OpenChat(cat.Username);
        await app.UntilListening(ben, chat);
        var said = window.Glimpse("[role=log]", $"{ann.Username}: Two");

        await ann.Say(chat, "Two");

        await said;
        await Expect(window.Chat(ann.Username)).ToContainTextAsync("2 unread");
        await Expect(window.Chat(ann.Username)).ToContainTextAsync("Two");
        await Expect(window.Page).ToHaveTitleAsync("(2) Connectify");
        var read = window.Page.WaitForResponseAsync(answer => answer.Url.EndsWith($"/{chat}/read/", StringComparison.Ordinal) && answer.Ok);
        await window.OpenChat(ann.Username);
        await Expect(window.Page.Locator("li.new")).ToHaveTextAsync("New messages");
        await Expect(window.Page).ToHaveTitleAsync("Connectify");
        await read;
        (await ben.Unread(chat)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_read_in_one_window_is_read_in_the_other_of_the_same_person()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ann.StartConversation(ben, "Look");
        await using var one = await Window.Of(app, ben);
        await using var other = await Window.Of(app, ben);
        await Expect(other.Chat(ann.Username)).ToContainTextAsync("1 unread");

        await one.OpenChat(ann.Username);

        await Expect(other.Chat(ann.Username)).Not.ToContainTextAsync("unread");
    }

    [Fact]
    public async Task Whose_session_is_ended_elsewhere_is_told_so()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ann.StartConversation(ben, "Hello");
        await using var window = await Window.Of(app, ben);
        await window.OpenChat(ann.Username);

        await ben.Post("/api/accounts/password/", new { current_password = Person.Password, new_password = "another password" });

        await Expect(window.Page.GetByText("You have been signed out.")).ToBeVisibleAsync();
        await window.SignIn(ben.Username, "another password");
    }

    [Fact]
    public async Task A_long_history_comes_as_one_scrolls_and_stays_where_one_looks()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        var chat = await ann.StartConversation(ben, "Message 1.");
        await ann.Say(chat, Enumerable.Range(2, 89).Select(number => $"Message {number}."));
        await ben.Read(chat, (await ben.Messages(chat))[0].Id);
        await using var window = await Window.Of(app, ben);
        await window.OpenChat(ann.Username);
        await Expect(window.Message("Message 90.")).ToBeInViewportAsync();
        var rows = window.Page.Locator("li.message");
        await Expect(rows).ToHaveCountAsync(40);

        // A message in the middle of the screen is there still when older ones have come above it.
        var seen = window.Message("Message 53.");
        await seen.ScrollIntoViewIfNeededAsync();
        await Expect(rows).ToHaveCountAsync(80);
        await Expect(seen).ToBeInViewportAsync();
        await window.Message("Message 13.").ScrollIntoViewIfNeededAsync();
        await Expect(rows).ToHaveCountAsync(90);
        await window.Message("Message 1.").ScrollIntoViewIfNeededAsync();
        await Expect(window.Page.GetByText("This is the beginning")).ToBeVisibleAsync();

        // What comes meanwhile moves nothing, and is one click away.
        await ann.Say(chat, "Message 91.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "1 new" }).ClickAsync();
        await Expect(window.Message("Message 91.")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Somebody_makes_an_account_and_stays_signed_in_when_the_page_is_loaded_anew()
    {
        await using var window = await Window.Open(app.BaseAddress);
        await window.Button("Create one").ClickAsync();
        await window.Page.GetByLabel("Username").FillAsync("newcomer");
        await window.Page.GetByLabel("Email").FillAsync("newcomer@example.com");
        await window.Page.GetByLabel("Password").FillAsync("short");
        await window.Button("Create account").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).Not.ToHaveTextAsync("");
        await window.Page.GetByLabel("Password").FillAsync(Person.Password);
        await window.Button("Create account").ClickAsync();
        await Expect(window.Page.GetByText("No chats yet.")).ToBeVisibleAsync();

        await window.Page.ReloadAsync();
        await window.Button("Account of newcomer").ClickAsync();
        await window.MenuItem("Dark appearance").ClickAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await window.Button("Account of newcomer").ClickAsync();
        await window.MenuItem("Sign out").ClickAsync();
        await Expect(window.Button("Sign in")).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Expect(window.Button("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_blocked_cannot_write()
    {
        using var ann = await app.Register("ann");
        using var ben = await app.Register("ben");
        await ann.StartConversation(ben, "Hello");
        await using var her = await Window.Of(app, ann);
        await using var his = await Window.Of(app, ben);
        await her.OpenChat(ben.Username);
        await his.OpenChat(ann.Username);

        await her.Button("What to do with this conversation").ClickAsync();
        await her.MenuItem("Block").ClickAsync();
        await Expect(her.Page.Locator(".blocked")).ToContainTextAsync("You have blocked");
        await his.Say("Are you there?");
        await Expect(his.Message("Are you there?")).ToContainTextAsync("You have been blocked by this user");

        await her.Button("Unblock").ClickAsync();
        await Expect(her.Writing()).ToBeVisibleAsync();
        await his.Message("Are you there?").GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await her.ShouldShow("Are you there?");
        await his.ShouldShow("Are you there?");
    }
}
