namespace Connectify.Faults.Loading;

/// <summary>How much load there is.</summary>
internal sealed record Shape
{
    internal int People { get; init; } = 12;

    internal int Groups { get; init; } = 3;

    internal int GroupSize { get; init; } = 6;

    internal int Conversations { get; init; } = 4;

    internal int RestSenders { get; init; } = 8;

    internal int SocketSenders { get; init; } = 8;

    /// <summary>Readers of each chat; one after the other they begin at each entrance.</summary>
    internal int ReadersPerChat { get; init; } = 3;

    /// <summary>Between two messages of a sender, on average.</summary>
    internal TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <summary>Whether there are edits, deletions, reactions and reads.</summary>
    internal bool Meddles { get; init; } = true;

    /// <summary>Whether clients come over the line that can be cut.</summary>
    internal bool IsOverLine { get; init; }

    /// <summary>Whether everybody also goes through nginx.</summary>
    internal bool UsesGate { get; init; } = true;
}
