using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Somebody blocks the other of a conversation, on another node than theirs.</summary>
/// <param name="HasRedis">Whether the nodes can tell each other.</param>
internal sealed record Blocks(bool HasRedis) : Scenario(
    HasRedis ? "blocks" : "blocks-alone",
    $"Who is blocked is refused at once on every node, and seen typing no more{(HasRedis ? "" : " within 5 s or so, without Redis")}.")
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private TimeSpan Bound => TimeSpan.FromSeconds(HasRedis ? 2 : 6.5);

    internal override Expectation Expectation => new() { MayRefuse = true, Statuses = new HashSet<int>() };

    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { People = 14 };

    internal override async Task Play(Run run)
    {
        var (load, doors) = (run.Load, run.Stage.Doors.ToList());
        var (blocker, blocked) = (load.Crowd.People[12], load.Crowd.People[13]);
        var chat = await load.Crowd.Conversation(load.Client, doors[0], blocker, blocked);
        var listener = load.AddReader(chat, blocker, 0, [doors[1]]);
        var typist = load.AddReader(chat, blocked, 0, [doors[1]]);
        await load.UntilReading();

        if (!HasRedis)
        {
            await run.Stage.Redis!.Kill();
        }

        await Run.Pass(1);
        await Type(typist, TimeSpan.FromSeconds(0.5));
        run.Hold(await Run.Until(() => Typing(listener).Any(), 3), "the other is seen typing before");

        var block = new { blocked_id = blocked.Id, organization_id = load.Crowd.Organization };
        var reply = await load.Client.Ask(doors[0], HttpMethod.Post, "/api/messaging/blocks/", blocker.Token, block);
        var done = Clock.Now;
        run.Hold(reply.IsSuccess, $"somebody is blocked, and it was {reply.Note}");

        foreach (var door in doors)
        {
            var sent = await load.Client.Ask(door, HttpMethod.Post, $"{chat.Path}send_message/", blocked.Token, new { content = "still here?" });
            run.Hold(sent.Status == 403, $"who is blocked is refused at once on {door.Name}, and was {sent.Note}");
        }

        await Type(typist, Bound + TimeSpan.FromSeconds(2));
        run.Afterwards(() =>
        {
            var late = Typing(listener).Where(told => told.At > done + Bound.Micros()).ToList();
            run.Hold(late.Count == 0, $"who is blocked is not seen typing, and was {Clock.Show((late.FirstOrDefault()?.At ?? done) - done)} later");
        });
    }

    private static async Task Type(Reader typist, TimeSpan howLong)
    {
        for (var end = Clock.Now + howLong.Micros(); Clock.Now < end; await Task.Delay(Pause))
        {
            await typist.Say(new { type = "typing", is_typing = true });
            await typist.Say(new { type = "typing", is_typing = false });
        }
    }

    // That it ends is told whenever it becomes known.
    private static IEnumerable<Told> Typing(Reader reader) =>
        reader.Stream.Entries.OfType<Told>()
            .Where(told => told.Type == "typing" && told.Text.Contains("\"is_typing\":true", StringComparison.Ordinal));
}
