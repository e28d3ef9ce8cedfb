using Connectify.Faults.Checking;
using Connectify.Faults.Loading;
using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>A scenario under way.</summary>
internal sealed class Run(Stage stage, Load load, History history, bool isLong)
{
    private readonly List<Violation> _broken = [];
    private readonly List<string> _notes = [];

    internal Stage Stage { get; } = stage;

    internal Load Load { get; } = load;

    internal History History { get; } = history;

    internal bool IsLong { get; } = isLong;

    internal IReadOnlyList<Node> Nodes => Stage.Nodes;

    /// <summary>What the scenario's own promises have come to.</summary>
    internal IReadOnlyList<Violation> Broken => _broken;

    /// <summary>What is worth a word although it is as it should be.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>How often a fault is repeated.</summary>
    internal int Times(int shortly, int longly) => IsLong ? longly : shortly;

    /// <summary>Lets the load go on for some seconds.</summary>
    internal static Task Pass(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));

    /// <summary>Writes down what was measured.</summary>
    internal void Note(string note) => _notes.Add(note);

    /// <summary>Holds the service to a promise.</summary>
    internal void Hold(bool isKept, string promise)
    {
        if (!isKept)
        {
            _broken.Add(new Violation(Fault.Promise, promise));
        }
    }

    /// <summary>Waits until something is so; false where it does not come to be.</summary>
    internal static async Task<bool> Until(Func<Task<bool>> isSo, double seconds)
    {
        for (var end = Clock.Now + (long)(seconds * 1e6); Clock.Now < end; await Task.Delay(25))
        {
            if (await isSo())
            {
                return true;
            }
        }

        return await isSo();
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, double)"/>
    internal static Task<bool> Until(Func<bool> isSo, double seconds) => Until(() => Task.FromResult(isSo()), seconds);
}
