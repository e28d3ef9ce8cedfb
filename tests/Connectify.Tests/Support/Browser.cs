using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser.Shutdown))]

namespace Connectify.Tests.Support;

/// <summary>
/// The one Chromium of a test run, started when the first test asks for it: that of the machine, else what Playwright
/// fetches, else Debian's package where one may install it. The gate has to have one; elsewhere tests skip without.
/// </summary>
internal static class Browser
{
    /// <summary>Where it is, if it is not to be looked for.</summary>
    private const string Setting = "CONNECTIFY_TEST_BROWSER";

    // Generous: all tests run at once, on few processors.
    private const float Patience = 30_000;

    // First the one that is built to have no window: it takes half of the time.
    private static readonly string[] Programs =
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    private static readonly string[] Arguments =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
    ];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser? Browser)>> Started = new(Start);

    /// <summary>Opens a window of its own: nothing is shared with other windows.</summary>
    internal static async Task<IBrowserContext> OpenContext(BrowserNewContextOptions options)
    {
        var (_, browser) = await Started.Value;

        if (browser is null && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
        {
            Assert.Skip($"There is no Chromium on this machine, and none could be fetched. {Setting} may say where one is.");
        }

        var context = await browser.ShouldNotBeNull("The gate has to have a browser.").NewContextAsync(options);
        context.SetDefaultTimeout(Patience);

        return context;
    }

    private static async Task<(IPlaywright, IBrowser?)> Start()
    {
        Microsoft.Playwright.Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();

        return (playwright, await LaunchFound(playwright) ?? await LaunchFetched(playwright) ?? await LaunchInstalled(playwright));
    }

    private static async Task<IBrowser?> LaunchFound(IPlaywright playwright)
    {
        string[] found = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } path
            ? [path]
            : [.. Programs.Select(PostgresBinaries.OnPath).OfType<string>()];
        IBrowser? browser = null;

        for (var i = 0; browser is null && i < found.Length; i++)
        {
            browser = await Launch(playwright, found[i]);
        }

        return browser;
    }

    private static async Task<IBrowser?> LaunchFetched(IPlaywright playwright)
    {
        await Task.Run(() => Microsoft.Playwright.Program.Main(["install", "chromium"]));

        return await Launch(playwright, playwright.Chromium.ExecutablePath);
    }

    private static async Task<IBrowser?> LaunchInstalled(IPlaywright playwright)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            return null;
        }

        await Command.Run("/bin/sh", ["-c", "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium"]);

        return await Launch(playwright, "/usr/bin/chromium");
    }

    // One that is there may still not start: fetched without the libraries that it needs, or a stub that only names a package.
    private static async Task<IBrowser?> Launch(IPlaywright playwright, string program)
    {
        try
        {
            return await playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = program, Args = Arguments, ChromiumSandbox = false, Timeout = 4 * Patience });
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"{program} does not start: {e.Message}");

            return null;
        }
    }

    /// <summary>Closes it at the end of the run, if one was started.</summary>
    public sealed class Shutdown : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Started.IsValueCreated)
            {
                var (playwright, browser) = await Started.Value;
                await (browser?.CloseAsync() ?? Task.CompletedTask);
                playwright.Dispose();
            }
        }
    }
}
