using System.Diagnostics;
using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>One scenario from its first process to the verdict.</summary>
internal static class Performance
{
    /// <summary>Plays a scenario once.</summary>
    /// <exception cref="MissingProgramException">This machine has not got what it needs.</exception>
    internal static async Task<Verdict> Play(Scenario scenario, House house, string name, bool isLong)
    {
        var watch = Stopwatch.StartNew();
        var history = new History();
        var notes = new List<string>();
        var broken = new List<Violation>();
        Stage? stage = null;

        try
        {
            stage = await Stage.Set(house, name, scenario.Setting);
            await Play(scenario, stage, history, isLong, notes, broken);
        }
        catch (Exception e) when (e is not MissingProgramException)
        {
            broken.Add(new Violation(Fault.Promise, $"the scenario came to no end: {e}"));
        }

        var verdict = new Verdict(scenario, history, [.. broken, .. Checker.Check(history, scenario.Expectation)], notes, watch.Elapsed);

        if (stage is not null)
        {
            notes.AddRange(stage.Nodes.Where(_ => !verdict.IsKept).Select(node => $"{node.Name} says:\n{Faults(node)}"));
            await stage.DisposeAsync();
        }

        return verdict;
    }

    private static async Task Play(
        Scenario scenario, Stage stage, History history, bool isLong, List<string> notes, List<Violation> broken)
    {
        var watch = Stopwatch.StartNew();
        broken.AddRange((await scenario.Prepare(stage)).Select(what => new Violation(Fault.Promise, what)));
        await using var load = await Load.Start(stage, scenario.Shape(isLong), history);
        var run = new Run(stage, load, history, isLong);
        var gathered = Lap();

        await scenario.Play(run);
        stage.Heal();
        var played = Lap();

        await load.Finish();
        var seen = Lap();

        broken.AddRange(stage.Nodes.Where(node => !node.IsAlive).Select(node => new Violation(Fault.Promise, $"{node.Name} has ended")));
        await End(stage, load);
        run.Judge();
        broken.AddRange(run.Broken);
        broken.AddRange(stage.Nodes.SelectMany(node => Logs.Check(node.Name, LinesOf(node))));
        notes.AddRange(run.Notes);
        notes.Add($"{gathered:0.0} s to gather, {played:0.0} s played, {seen:0.0} s until all was seen, {Lap():0.0} s to tell");

        double Lap()
        {
            var lap = watch.Elapsed.TotalSeconds;
            watch.Restart();

            return lap;
        }
    }

    // What every node tells of every chat once all is well again.
    private static async Task End(Stage stage, Load load)
    {
        foreach (var node in stage.Nodes.Where(node => node.IsAlive))
        {
            var door = new Entrance(node.Name, node.Address);

            foreach (var chat in load.Crowd.Chats)
            {
                await Tell(load, chat, door);
            }
        }
    }

    private static async Task Tell(Load load, Chat chat, Entrance door)
    {
        var people = load.History.Revocations.Select(revocation => revocation.User).ToHashSet();

        if (chat.People.FirstOrDefault(person => !people.Contains(person.Id)) is not { } teller)
        {
            return;
        }

        if (await chat.Fetch(load.Client, door, teller, CancellationToken.None) is not { } messages)
        {
            return;
        }

        load.History.Endings.Enqueue(new Ending(door.Name, chat.Id, messages));
        var detail = await load.Client.Ask(door, HttpMethod.Get, chat.Path, teller.Token);

        if (detail.IsSuccess)
        {
            load.History.Unread.Enqueue(new Unread(door.Name, chat.Id, teller.Id, detail.Body.GetProperty("unread_count").GetInt64()));
        }
    }

    private static string Faults(Node node) => string.Join('\n', LinesOf(node).Where(IsFault).TakeLast(8));

    private static IEnumerable<string> LinesOf(Node node) => File.Exists(node.Log) ? File.ReadLines(node.Log) : [];

    private static bool IsFault(string line) =>
        line.Contains("\"Error\"", StringComparison.Ordinal) || line.Contains("\"Critical\"", StringComparison.Ordinal)
        || !line.StartsWith('{');
}
