using System.Collections.Concurrent;
using Connectify.Tests.Support;
using Microsoft.Playwright;

namespace Connectify.Tests.Features.Playground;

/// <summary>A browser window with the page in it, and an eye on everything that must not happen there.</summary>
internal sealed class Window : IAsyncDisposable
{
    // The browser's own words for answers of the service, which the page shows in its own way.
    private static readonly string[] OfTheNetwork = ["Failed to load resource", "WebSocket connection to"];

    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _wrong = [];

    private Window(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        page.Console += (_, message) => Note(message.Type is "error" or "warning" && !OfTheNetwork.Any(message.Text.StartsWith), $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
        page.Popup += (_, popup) => Note(true, $"popup: {popup.Url}");
        page.Request += (_, request) => Note(!IsOwn(request.Url), $"request: {request.Url}");
        page.Response += (_, answer) => Note(answer.Status >= 400 && answer.Url.Contains("/playground/"), $"{answer.Status}: {answer.Url}");
    }

    internal IPage Page { get; }

    /// <summary>Opens a window at a service; as on a desktop, and light, unless something else is said.</summary>
    internal static async Task<Window> Open(Uri address, int width = 1280, int height = 800, bool isDark = false, bool isStill = true)
    {
        var context = await Browser.OpenContext(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = isStill ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        await context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
        var window = new Window(context, await context.NewPageAsync(), address);
        await window.Page.GotoAsync(address.ToString());

        return window;
    }

    /// <summary>Opens a window and signs somebody in.</summary>
    internal static async Task<Window> Of(Uri address, string username, int width = 1280, int height = 800, bool isDark = false)
    {
        var window = await Open(address, width, height, isDark);
        await window.SignIn(username);

        return window;
    }

    internal static Task<Window> Of(App app, Person person, int width = 1280, int height = 800, bool isDark = false) =>
        Of(app.BaseAddress, person.Username, width, height, isDark);

    /// <summary>Nothing was reported, refused by the policy, asked or opened so far.</summary>
    internal void ShouldBeQuiet() => _wrong.ShouldBeEmpty();

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        ShouldBeQuiet();
    }

    private bool IsOwn(string url) =>
        url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal)
        || new Uri(url).Authority == _address.Authority;

    private void Note(bool isWrong, string what)
    {
        if (isWrong)
        {
            _wrong.Enqueue(what);
        }
    }
}
