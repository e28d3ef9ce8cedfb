using Connectify.Faults.Recording;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>Histories that are kept, as lines that can be searched.</summary>
internal static class Kept
{
    internal static async Task Write(House house, string name, Verdict verdict)
    {
        var file = Path.Combine(house.Folder, name, "history.txt");
        var lines = verdict.History.Operations.Select(operation => operation.ToString())
            .Concat(verdict.History.Changes.Select(change => change.ToString()))
            .Concat(verdict.History.Answers.Where(answer => answer.Status is 0 or >= 400).Select(answer => answer.ToString()))
            .Concat(verdict.History.Streams.SelectMany(stream => stream.Entries.Select(entry => $"{stream}: {Clock.Show(entry.At)} {entry}")));
        await File.WriteAllLinesAsync(file, lines);
        Console.WriteLine($"       kept in {file}");
    }
}
