using System.Collections.Concurrent;
using System.Text.Json;
using Connectify.Tests.Support;
using CsCheck;

namespace Connectify.Tests.Inputs;

/// <summary>
/// Whatever comes through a socket, it stays open or closes with the right code, every frame has one answer at most,
/// nobody speaks in another's name, and the service is well afterwards.
/// </summary>
public sealed class FrameTests(InputsApp app, ITestOutputHelper output) : IClassFixture<InputsApp>
{
    private const int MostAtOnce = 15;
    private const int OfOneWorld = 100;
    private const int AtOnce = 4;

    private static int _fences;

    private readonly ConcurrentDictionary<string, int> _answers = new();

    [Fact]
    public async Task No_frame_makes_it_fail_hang_or_tell_too_much()
    {
        var rounds = Amount.Wanted / ((1 + MostAtOnce) / 2);

        for (var left = rounds; left > 0; left -= OfOneWorld)
        {
            using var world = await World.Create(app);
            app.Log.Hide(world.Mark);
            var lines = await Open();
            world.Messages = [.. world.Messages, .. lines.SelectMany(line => line.Said)];

            await new SentFrames(app, world).Any.Array[1, MostAtOnce].SampleAsync(
                frames => Send(frames, lines, world.Mark),
                iter: Math.Min(left, OfOneWorld),
                threads: AtOnce,
                print: frames => string.Join('\n', frames.Select(frame => frame.ToString())));

            foreach (var line in lines)
            {
                line.Talk.Dispose();
            }

            app.Log.TakeWrong().ShouldBeEmpty();
            await app.ShouldBeWell();
        }

        output.WriteLine(string.Join('\n', _answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value,7} {answer.Key}")));
    }

    private async Task<ConcurrentBag<Line>> Open()
    {
        var lines = new ConcurrentBag<Line>();

        for (var count = 0; count < AtOnce; count++)
        {
            lines.Add(await Line.Open(app));
        }

        return lines;
    }

    private async Task Send(SentFrame[] frames, ConcurrentBag<Line> lines, string mark)
    {
        lines.TryTake(out var line).ShouldBeTrue();

        try
        {
            lines.Add(await Send(frames, line, mark));
        }
        catch
        {
            line.Talk.Dispose();
            lines.Add(await Line.Open(app));
            throw;
        }
    }

    private async Task<Line> Send(SentFrame[] frames, Line line, string mark)
    {
        var talk = line.Talk;
        var count = 0;

        foreach (var frame in frames)
        {
            await frame.SendOver(talk.OfAlice);
            count++;

            if (frame.ClosesWith.Count > 0)
            {
                await talk.OfAlice.ShouldClose();
                frame.ClosesWith.ShouldContain(talk.OfAlice.CloseCode!.Value);
                Count($"closed {talk.OfAlice.CloseCode}");
                talk.OfAlice.Dispose();
                line = line with { Talk = talk = talk with { OfAlice = await app.Listen(talk.Alice, talk.Chat) } };
                count = 0;
            }
        }

        // Her answers before the fence are those to the frames before it, and what he sees of them is there as well.
        var seen = await Fence(talk.OfAlice);
        seen.Count.ShouldBeLessThanOrEqualTo(count);

        foreach (var frame in seen.Concat(await Fence(talk.OfBob)))
        {
            ShouldBeFrom(talk, frame, mark);
            Count(frame.Text("type")!);
        }

        return line;
    }

    private static async Task<IReadOnlyList<JsonElement>> Fence(ChatSocket socket)
    {
        var name = $"fence {Interlocked.Increment(ref _fences)}";
        await socket.SendWrong(new { Type = "fence", ClientMessageId = name });
        var frames = await socket.Until(frame =>
            frame.TryGetProperty("client_message_id", out var key) && key.GetString() == name);

        return [.. frames.SkipLast(1)];
    }

    private static void ShouldBeFrom(Talk talk, JsonElement frame, string mark)
    {
        var text = frame.ToString();
        Answers.Tells(text).ShouldBeFalse(text);
        text.Contains(mark).ShouldBeFalse(text);

        switch (frame.Text("type"))
        {
            case "message":
                var message = frame.GetProperty("message");
                message.Number("sender_id").ShouldBe(talk.Alice.Id, text);
                message.GetProperty("sender").Text("username").ShouldBe(talk.Alice.Username, text);
                message.Number("chat_id").ShouldBe(talk.Chat, text);
                break;

            case "typing" or "read" or "read_messages":
                frame.Number("user_id").ShouldBe(talk.Alice.Id, text);
                break;

            case "error":
                frame.Text("detail").ShouldNotBeNullOrWhiteSpace();
                break;

            default:
                frame.Text("type").ShouldBe("pong", text);
                break;
        }
    }

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, sum) => sum + 1);

    /// <summary>Two people, their sockets, and messages that were sent before.</summary>
    private sealed record Line(Talk Talk, long[] Said)
    {
        internal static async Task<Line> Open(App app)
        {
            var talk = await app.Talk();
            var said = new List<long>();

            foreach (var sender in new[] { talk.Alice, talk.Bob, talk.Bob })
            {
                said.Add((await talk.Post(sender, new { Content = "before" }).ShouldBe(System.Net.HttpStatusCode.Created)).Number("id"));
                await talk.OfAlice.Next("message");
                await talk.OfBob.Next("message");
            }

            return new Line(talk, [.. said]);
        }
    }
}
