using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Scenarios;

/// <summary>Readers that open a socket and never read.</summary>
internal sealed record SlowReaders() : Scenario(
    "slow-readers", "Readers that never read are closed within 30 s and cost a bounded amount; the others don't notice.")
{
    private const int PerNode = 12;
    private const int MostKilobytes = 100 * 1024;

    internal override Expectation Expectation => new() { IsCalm = true, Statuses = new HashSet<int>() };

    internal override Shape Shape(bool isLong) => base.Shape(isLong) with { RestSenders = 4, SocketSenders = 4 };

    internal override async Task Play(Run run)
    {
        var chat = run.Load.Crowd.Chats[0];
        await Run.Pass(2);
        var before = run.Nodes.Select(node => node.Process.ResidentKilobytes).ToList();
        var silent = new List<SilentReader>();

        foreach (var node in run.Nodes)
        {
            for (var number = 0; number < PerNode; number++)
            {
                silent.Add(await SilentReader.Open(node.Port, chat, chat.People[number % chat.People.Count]));
            }
        }

        // What a connection of this machine takes in before a send waits is some megabytes.
        var begun = Clock.Now;
        Enumerable.Range(0, 6).ToList().ForEach(number =>
            run.Load.AddSender(chat.People[number % chat.People.Count], chat, TimeSpan.FromMilliseconds(10), new string('x', 9_900)));
        var most = before.ToList();
        var isClosed = await Run.Until(
            () =>
            {
                most = [.. run.Nodes.Select((node, at) => Math.Max(most[at], node.Process.ResidentKilobytes))];

                return !silent.Exists(reader => reader.IsOpen);
            },
            30);

        run.Hold(isClosed, $"who never reads is closed within 30 s, and {silent.Count(reader => reader.IsOpen)} of {silent.Count} are open");
        run.Note($"{silent.Count} silent readers closed after {Clock.Show(Clock.Now - begun)}");

        for (var at = 0; at < before.Count; at++)
        {
            var growth = most[at] - before[at];
            run.Hold(growth < MostKilobytes, $"{run.Nodes[at].Name} grows by less than {MostKilobytes / 1024} MB, and grew by {growth / 1024} MB");
            run.Note($"{run.Nodes[at].Name} grew from {before[at] / 1024} MB to {most[at] / 1024} MB");
        }

        silent.ForEach(reader => reader.Dispose());
        run.HoldLateness(begun, Clock.Now, TimeSpan.FromSeconds(6));
    }
}
