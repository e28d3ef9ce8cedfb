namespace Connectify.Faults.Staging;

/// <summary>What a scenario is played on.</summary>
/// <param name="Nodes">How many nodes there are.</param>
/// <param name="HasRedis">Whether they have a Redis between them.</param>
/// <param name="IsStarted">False where the scenario starts the nodes itself.</param>
internal sealed record Setting(int Nodes = 2, bool HasRedis = true, bool IsStarted = true)
{
    /// <summary>What the nodes are told beside the usual.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What is added to the connection string of the database.</summary>
    internal string Database { get; init; } = "";

    /// <summary>True where files go to a disk that is soon full.</summary>
    internal bool HasSmallDisk { get; init; }
}
