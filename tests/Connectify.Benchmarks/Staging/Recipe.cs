namespace Connectify.Benchmarks.Staging;

/// <summary>How a server is started.</summary>
/// <param name="Name">What it is called in messages and logs.</param>
/// <param name="Folder">Where it runs and its log goes.</param>
/// <param name="Health">Where it answers with a 200 as soon as it serves.</param>
/// <param name="Command">The program and its arguments, for a port.</param>
/// <param name="Environment">What it is told, for a port.</param>
internal sealed record Recipe(
    string Name,
    string Folder,
    string Health,
    Func<int, IReadOnlyList<string>> Command,
    Func<int, IReadOnlyDictionary<string, string>> Environment);
