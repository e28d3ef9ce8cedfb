using Connectify.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Connectify.Tests.Features.Playground;

/// <summary>What is shown may have been typed by somebody hostile. A window complains about anything that runs, opens or is asked for.</summary>
public sealed class HostileTests(App app) : IClassFixture<App>
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Nothing_that_somebody_typed_runs_or_becomes_markup()
    {
        using var ann = await app.Register("ann");
        using var eve = await app.Register("eve");
        await eve.Put(AccountVerbs.Profile, new { first_name = Image, last_name = Script, profile_image = "https://evil.example/pixel.png" });
        var group = await eve.StartGroup($"{Script}{Image}", ann);
        await eve.Put($"{GroupVerbs.GroupsPath}{group}/", new { description = $"\"><svg onload=alert(1)>{Script}" });
        var texts = new[]
        {
            Script, Image, "\"'><iframe src=javascript:alert(1)>", "javascript:alert(1)", "${alert(1)} {{alert(1)}} `alert(1)`", "</textarea></li></ol><b>bold</b>",
        };

        foreach (var text in texts)
        {
            await eve.SayInGroup(group, text);
        }

        using var form = FileVerbs.Form([("content", "A file")], FileVerbs.Text("x onerror=alert(1).html", Script));
        await eve.Post($"{GroupVerbs.GroupsPath}{group}/send_message/", form);
        await eve.React((await eve.GroupMessages(group))[0].Id, "<b>x</b>");
        await using var window = await Window.Of(app, ann);
        await window.Chat(Script).ClickAsync();

        foreach (var text in texts)
        {
            await Expect(window.Message(text).Locator(".text")).ToHaveTextAsync(text);
        }

        await Expect(window.Page.Locator(".message-name").First).ToHaveTextAsync($"{Image} {Script}");
        await Expect(window.Page.Locator(".reaction")).ToContainTextAsync("<b>x</b>");
        await window.Use("A file", "Reply");
        await window.Use("A file", "React");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Button("Members and settings").ClickAsync();
        await Expect(window.Dialog()).ToContainTextAsync(Script);
        await Expect(window.Page.Locator("#app script, #app iframe, #app b, [onerror], [onload]")).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("img[src^=http]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Only_addresses_on_the_web_become_links_and_they_learn_nothing()
    {
        using var ann = await app.Register("ann");
        using var eve = await app.Register("eve");
        var chat = await eve.StartConversation(ann, "See https://example.com/a?b=1&c=(d), and (http://example.org/x).");
        await eve.Say(chat, "But not javascript:alert(1) data:text/html,x ftp://example.com file:///etc/passwd //example.com https:// http://bank.example@evil.example/");
        await using var window = await Window.Of(app, ann);
        await window.OpenChat(eve.Username);

        await window.ShouldShow("But not");
        var links = window.Page.Locator(".message a");
        await Expect(links).ToHaveTextAsync(["https://example.com/a?b=1&c=(d)", "http://example.org/x"]);

        foreach (var link in await links.AllAsync())
        {
            await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
            await Expect(link).ToHaveAttributeAsync("target", "_blank");
        }
    }

    [Fact]
    public async Task A_script_that_gets_into_the_page_all_the_same_does_not_run()
    {
        await using var context = await Browser.OpenContext(new());
        var page = await context.NewPageAsync();
        await page.GotoAsync(app.BaseAddress.ToString());

        var outcome = await page.EvaluateAsync<string>(
            """
            () => {
                const refused = [];
                const attempts = {
                    markup: () => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>"),
                    timer: () => setTimeout("window.ran = true", 0),
                    inline: () => { const script = document.createElement("script"); script.text = "window.ran = true"; document.head.append(script); },
                };

                for (const [name, attempt] of Object.entries(attempts)) {
                    try { attempt(); } catch { refused.push(name); }
                }

                return `${refused.join(" ")}; ${window.ran ?? "nothing ran"}`;
            }
            """);

        outcome.ShouldEndWith("; nothing ran");
        outcome.ShouldContain("markup");
        outcome.ShouldContain("inline");
    }
}
