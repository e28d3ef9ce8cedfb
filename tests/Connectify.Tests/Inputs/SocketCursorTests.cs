using System.Text.Json;
using Connectify.Tests.Support;
using CsCheck;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Inputs;

/// <summary>Whatever a client brings as its cursor, it is shown what came after it, or told to fetch anew.</summary>
public sealed class SocketCursorTests(InputsApp app) : IClassFixture<InputsApp>
{
    private const int LastPosition = 5;
    private const int LastChange = 6;
    private const int AtOnce = 4;

    // A longer address is refused before anything looks at it.
    private const int LongestAddress = 7_000;

    [Fact]
    public async Task No_cursor_makes_it_fail_or_shows_what_was_seen()
    {
        using var talk = await Said();
        var number = Gen.Int[0, 8];
        var odd = Gen.OneOf(
            Odd.Id,
            Gen.Select(Odd.Id, Odd.Id, (position, change) => $"{position}-{change}"),
            Odd.Text.Select(Uri.EscapeDataString));
        var any = Gen.OneOf(
            Gen.Select(number, number, (position, change) => ($"{position}-{change}", Meant: Shown(position, change))),
            odd.Where(text => text.Length < LongestAddress && !IsNumbers(Uri.UnescapeDataString(text))).Select(text => (text, Meant: Anew)));

        await any.SampleAsync(
            async one =>
            {
                using var socket = await app.Listen(talk.Bob, talk.Chat, $"&cursor={one.Item1}");

                (await socket.Converse(null)).Select(Describe).ShouldBe([.. one.Meant, "pong"], one.Item1);
            },
            iter: Amount.Wanted / 8,
            threads: AtOnce);

        app.Log.TakeWrong().ShouldBeEmpty();
        await app.ShouldBeWell();
    }

    private static string[] Anew => ["resync_required"];

    // Of the first message, which was edited last, who has seen it is shown the edit.
    private static string[] Shown(int position, int change) => position > LastPosition || change > LastChange
        ? Anew
        : [
            .. Enumerable.Range(position + 1, LastPosition - position).Select(n => $"message {n}"),
            .. position >= 1 && change < LastChange ? ["message_updated 1"] : Array.Empty<string>(),
            "resumed",
        ];

    private static bool IsNumbers(string text) =>
        text.Split('-') is [{ Length: 1 } position, { Length: 1 } change] && char.IsAsciiDigit(position[0]) && char.IsAsciiDigit(change[0]);

    private static string Describe(JsonElement frame) => frame.TryGetProperty("message", out var message)
        ? $"{frame.Text("type")} {message.Number("position")}"
        : frame.Text("type")!;

    private async Task<Talk> Said()
    {
        var talk = await app.Talk();
        var first = (await talk.Say("one")).GetProperty("message").Number("id");

        for (var position = 2; position <= LastPosition; position++)
        {
            await talk.Say($"message {position}");
        }

        await talk.Alice.Edit(first, "eins").ShouldBe(OK);

        return talk;
    }
}
