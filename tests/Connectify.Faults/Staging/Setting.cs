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

    /// <summary>What the shell of each node does before it becomes the node, such as setting a limit.</summary>
    internal string Before { get; init; } = "true";

    /// <summary>Whether the last node comes to its files in a folder of its own.</summary>
    internal string? AttachmentsFolder { get; init; }
}
