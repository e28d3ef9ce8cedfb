using System.Net;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Playground;

/// <summary>What there is in a window before somebody does something in it.</summary>
internal static class Scenes
{
    private const string Lake = """
        <style>body { margin: 0 }</style>
        <svg width="640" height="400" viewBox="0 0 640 400">
          <defs>
            <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#39558f"/><stop offset=".6" stop-color="#e59a7c"/><stop offset="1" stop-color="#f8cf9a"/></linearGradient>
            <linearGradient id="water" x2="0" y2="1"><stop stop-color="#d9967f"/><stop offset="1" stop-color="#2d3f6b"/></linearGradient>
          </defs>
          <rect width="640" height="250" fill="url(#sky)"/>
          <circle cx="410" cy="196" r="30" fill="#fff1d0"/>
          <path d="M0 250 90 140 165 205 250 95 350 215 430 165 520 235 590 190 640 225V250z" fill="#51517f"/>
          <path d="M0 250 60 205 140 238 230 190 330 244 470 215 560 246 640 228V250z" fill="#33365c"/>
          <rect y="250" width="640" height="150" fill="url(#water)"/>
          <path d="M380 266h60M368 284h84M386 302h48" stroke="#fff1d0" stroke-width="4" stroke-linecap="round" opacity=".75"/>
          <path d="M92 262v-46l34-26 34 26v46z" fill="#2a2234"/><path d="M82 220 126 186 170 220" fill="none" stroke="#1d1826" stroke-width="7"/>
          <rect x="112" y="228" width="14" height="14" fill="#ffd98a"/><path d="M60 262h130" stroke="#1d1826" stroke-width="7"/>
        </svg>
        """;

    /// <summary>Makes a group chat of a name, and gives its id.</summary>
    internal static async Task<long> StartGroup(this Person me, string name, params Person[] others) =>
        (await me.AskForGroup(others, name: name).ShouldBe(HttpStatusCode.Created)).Number("id");

    /// <summary>Sends a picture to a group chat.</summary>
    internal static async Task SayPicture(this Person me, long group, string name, string content)
    {
        using var form = FileVerbs.Form([("content", content)], new FileVerbs.Sample(name, await LakeAtDusk()));

        await me.Post($"{GroupVerbs.GroupsPath}{group}/send_message/", form).ShouldBe(HttpStatusCode.Created);
    }

    /// <summary>A conversation and a group chat with a little of everything.</summary>
    internal static async Task Chats(this Person ann, Person ben, Person cat)
    {
        var chat = await ben.StartConversation(ann, "Did you see the numbers from yesterday?");
        var first = (await ann.Messages(chat))[0].Id;
        await ann.React(first, "👀");
        await ann.Say(chat, "Not yet, I was out: https://example.com/outside", first);
        await ben.SayFiles(chat, FileVerbs.Picture("lake.png", 320, 200), FileVerbs.Text("numbers.csv", "a,b"));
        var gone = await ben.Say(chat, "Never mind");
        await ben.Delete(gone);
        var group = await ann.StartGroup("Release", ben, cat);
        await cat.SayInGroup(group, "Who brings the cake?");
        await ben.SayInGroup(group, "🎂");
    }

    private static async Task<byte[]> LakeAtDusk()
    {
        await using var context = await Browser.OpenContext(new() { ViewportSize = new() { Width = 640, Height = 400 } });
        var page = await context.NewPageAsync();
        await page.SetContentAsync(Lake);

        return await page.ScreenshotAsync();
    }
}
