using Connectify.Tests.Conventions;

namespace Connectify.Tests.Document;

/// <summary>The page beside this file that says what every address answers.</summary>
internal static class ApiPage
{
    private static readonly string[] Text = File.ReadAllLines(
        Path.Combine(Repository.Root, "tests", "Connectify.Tests", "Document", "api.md"));

    /// <summary>What objects are made of, by their names: each member, and the object that it holds.</summary>
    internal static IReadOnlyDictionary<string, string[]> Objects { get; } =
        Rows("Objects").ToDictionary(row => row[0], row => row[1].Split(", "));

    /// <summary>Every line of the tables, in order.</summary>
    internal static IReadOnlyList<ApiLine> Lines { get; } =
        [.. Text.Where(line => line.StartsWith("### ")).SelectMany(heading => LinesOf(heading[4..]))];

    private static IEnumerable<ApiLine> LinesOf(string operation)
    {
        var section = Text.Take(Array.IndexOf(Text, $"### {operation}")).Last(line => line.StartsWith("## "))[3..];
        var spellings = Text[Array.IndexOf(Text, $"### {operation}") + 1].Split(" = ").Select(spelling => spelling.Trim('`')).ToList();

        return Rows(operation).Select(row => new ApiLine(section, operation, spellings, When: row[0], Answer: row[1]));
    }

    // The cells of the table under a heading, without its first two lines.
    private static IEnumerable<string[]> Rows(string heading) => Text
        .SkipWhile(line => line.TrimStart('#', ' ') != heading || !line.StartsWith('#')).Skip(1)
        .TakeWhile(line => !line.StartsWith('#'))
        .Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|', ' ').Split(" | "));
}

/// <param name="Section">The heading that the operation stands under.</param>
/// <param name="Operation">Its own heading.</param>
/// <param name="Spellings">Its addresses, each with its method; all end in a slash.</param>
/// <param name="When">What the line is about.</param>
/// <param name="Answer">The status, and what the body is.</param>
internal sealed record ApiLine(
    string Section, string Operation, IReadOnlyList<string> Spellings, string When, string Answer);
