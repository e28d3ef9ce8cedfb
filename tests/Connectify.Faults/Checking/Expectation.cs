namespace Connectify.Faults.Checking;

/// <summary>What a run has to show to have proved something, and what it may show beside.</summary>
internal sealed record Expectation
{
    /// <summary>Some outcomes have to have been unknown.</summary>
    internal bool HasUnknown { get; init; }

    /// <summary>No outcome may have been unknown.</summary>
    internal bool IsCalm { get; init; }

    /// <summary>Readers have to have come back.</summary>
    internal bool HasReconnects { get; init; }

    /// <summary>Senders may have been refused.</summary>
    internal bool MayRefuse { get; init; }

    /// <summary>The statuses that answers of the nodes may have, beside what every client may cause.</summary>
    internal IReadOnlySet<int> Statuses { get; init; } = new HashSet<int> { 0, 502, 503, 504 };

    /// <summary>No load: the scenario asks everything itself.</summary>
    internal bool IsWithoutLoad { get; init; }
}
