using Connectify.Faults.Checking;
using Connectify.Faults.Recording;

namespace Connectify.Tests.Faults;

/// <summary>
/// A history in which all went well: two people send twelve messages in turn, each after the one before was
/// acknowledged, and two readers see them on two nodes; one of them twice comes back. Tests plant faults in it.
/// </summary>
internal sealed class Tale
{
    internal const long Chat = 5;
    internal const int Count = 12;
    internal const int Alice = 1;
    internal const int Bob = 2;

    private const long Step = 1_000_000;

    internal Tale()
    {
        for (var position = 1; position <= Count; position++)
        {
            Operations.Add(Sent(position));
            Final["node1"].Add(Message(position));
            Final["node2"].Add(Message(position));
        }

        // What the stream shows and the final history tells of the one that is edited, reacted to and read.
        foreach (var messages in Final.Values)
        {
            messages[2] = messages[2] with { Content = "edited", IsEdited = true, Reactions = ["2 👍"], ReadBy = [Bob] };
            messages[0] = messages[0] with { ReadBy = [Bob] };
            messages[3] = messages[3].Tombstone;
        }

        Steady.Add(new Opened(0, "node1", null));
        Steady.Add(new Filled(1, []));
        Resumed.Add(new Opened(0, "node2", null));
        Resumed.Add(new Filled(1, []));

        for (var position = 1; position <= Count; position++)
        {
            Steady.AddRange(Frames(position));
            Resumed.AddRange(Frames(position));

            if (position == 6)
            {
                Resumed.AddRange([new Closed(At(6) + 700, null, "cut"), new Opened(At(6) + 800, "node1", "6-8"), new Resumed(At(6) + 900)]);
            }
            else if (position == 9)
            {
                Resumed.AddRange([
                    new Closed(At(9) + 700, 1001, ""), new Opened(At(9) + 800, "node2", "9-11"), new Resynced(At(9) + 850),
                    new Filled(At(9) + 900, [.. Final["node1"].Take(9)])]);
            }
        }
    }

    internal List<Operation> Operations { get; } = [];

    internal Dictionary<string, List<Message>> Final { get; } = new() { ["node1"] = [], ["node2"] = [] };

    /// <summary>The stream of Alice, whose socket stays.</summary>
    internal List<Entry> Steady { get; } = [];

    /// <summary>The stream of Bob, who is cut off after message 6 and resumes, and after 9, when too much was missed.</summary>
    internal List<Entry> Resumed { get; } = [];

    internal List<Look> Looks { get; } = [new(At(5) + 500, At(5) + 510, Chat, "node2", 5)];

    internal List<Revocation> Revocations { get; } = [];

    internal List<Unread> Unread { get; } = [new("node1", Chat, Alice, 5)];

    internal List<Answer> Answers { get; } = [new(10, 20, 503, "node1", "a refusal that is fair")];

    internal Expectation Expectation { get; set; } = new() { HasReconnects = true, HasUnknown = true };

    /// <summary>The time at which a message is sent.</summary>
    internal static long At(int position) => position * Step;

    /// <summary>A message as it is sent.</summary>
    internal static Message Message(int position) =>
        new(100 + position, position, $"key {position}", Sender(position), $"text {position}", false, false, [], []);

    /// <summary>The names of what the checker finds.</summary>
    internal IReadOnlyList<Fault> Faults()
    {
        var history = new History();
        Operations.ForEach(history.Operations.Enqueue);
        Looks.ForEach(history.Looks.Enqueue);
        Revocations.ForEach(history.Revocations.Enqueue);
        Unread.ForEach(history.Unread.Enqueue);
        Answers.ForEach(history.Answers.Enqueue);
        history.Changes.Enqueue(new Change(At(3) + 200, At(3) + 250, Chat, 103, "edit", "edited"));
        history.Changes.Enqueue(new Change(At(4) + 200, At(4) + 250, Chat, 104, "delete", ""));
        history.Receipts.Enqueue(new Receipt(At(3) + 600, Chat, Bob, 103));

        foreach (var (node, messages) in Final)
        {
            history.Endings.Enqueue(new Ending(node, Chat, messages));
        }

        Tell(history, "steady", Alice, Steady);
        Tell(history, "resumed", Bob, Resumed);

        return [.. Checker.Check(history, Expectation).Select(violation => violation.Fault)];
    }

    private static void Tell(History history, string name, long user, List<Entry> entries)
    {
        var stream = new Connectify.Faults.Recording.Stream(name, Chat, user);
        entries.ForEach(stream.Add);
        history.Streams.Enqueue(stream);
    }

    private static int Sender(int position) => position % 2 == 1 ? Alice : Bob;

    // Of message 7 nobody knew at first.
    private static Operation Sent(int position)
    {
        var operation = new Operation($"key {position}", Chat, Sender(position), (position + 1) / 2, "rest");

        if (position == 7)
        {
            operation.Attempts.Add(new Attempt(At(7), At(7) + 50, Outcome.Unknown, null, null, "503"));
        }

        operation.Attempts.Add(new Attempt(At(position) + 60, At(position) + 100, Outcome.Ok, 100 + position, position, ""));

        return operation;
    }

    private static IEnumerable<Entry> Frames(int position)
    {
        yield return new Shown(At(position) + 110, Message(position));

        if (position == 3)
        {
            yield return new Updated(At(3) + 260, Message(3) with { Content = "edited", IsEdited = true });
            yield return new Reacted(At(3) + 300, 103, "1 🎉", true);
            yield return new Reacted(At(3) + 310, 103, "2 👍", true);
            yield return new Reacted(At(3) + 320, 103, "1 🎉", false);
            yield return new HasRead(At(3) + 610, Bob, [101, 103], 103);
        }

        if (position == 4)
        {
            yield return new Deleted(At(4) + 260, 104);
        }
    }
}
