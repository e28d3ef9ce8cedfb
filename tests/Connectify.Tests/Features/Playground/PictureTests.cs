using Connectify.Tests.Conventions;
using Connectify.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>The picture of the page in the README, taken of two people who chat.</summary>
public sealed class PictureTests(App app) : IClassFixture<App>
{
    private const int LargestPicture = 300_000;

    [Fact]
    public async Task The_picture_in_the_README_is_taken_of_the_page()
    {
        using var alice = await app.LogIn("alice");
        using var bob = await app.LogIn("bob");
        using var carol = await app.LogIn("carol");
        await alice.Put(AccountVerbs.Profile, new { first_name = "Alice", last_name = "Archer" });
        await bob.Put(AccountVerbs.Profile, new { first_name = "Bob", last_name = "Baker" });
        await carol.Put(AccountVerbs.Profile, new { first_name = "Carol", last_name = "Cooper" });
        var lunch = await carol.StartGroup("Lunch club", alice, bob);
        await carol.SayInGroup(lunch, "Soup or salad today?");
        var chat = await carol.StartConversation(alice, "See you on Thursday!");
        await alice.Read(chat, (await alice.Messages(chat))[0].Id);
        var trip = await alice.StartGroup("Weekend at the lake", bob, carol);
        await bob.SayInGroup(trip, "Morning! I have found us a cabin, right at the water.");
        await using var window = await Window.Of(app, alice);
        await Expect(window.Chat("Carol Cooper")).ToBeVisibleAsync();
        await window.OpenChat("Weekend at the lake");
        await bob.SayPicture(trip, "cabin.png", "That is the view");
        await window.ShouldShow("That is the view");
        await window.Use("I have found us a cabin", "React");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Heart", Exact = true }).ClickAsync();
        await window.Use("That is the view", "Reply");
        await window.Say("It is lovely! Shall we leave on Friday after work?");
        await window.ShouldShow("It is lovely!");
        await carol.SayInGroup(trip, "Friday works for me 🎉 The way there: https://example.com/lake");
        await using var his = await Window.Of(app, bob, isDark: true);
        await his.OpenChat("Weekend at the lake");
        await Expect(window.Message("It is lovely!").GetByRole(AriaRole.Img, new() { Name = "Read by 1" })).ToBeVisibleAsync();
        await his.Writing().PressSequentiallyAsync("I will bring");
        await Expect(window.Page.Locator(".typing")).ToContainTextAsync("bob is typing");
        await window.Page.Mouse.MoveAsync(0, 0);
        await window.Writing().FocusAsync();

        var picture = await window.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });

        picture.Length.ShouldBeInRange(10_000, LargestPicture);

        if (Environment.GetEnvironmentVariable("CONNECTIFY_WRITE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "playground.png"), picture, TestContext.Current.CancellationToken);
        }
    }
}
