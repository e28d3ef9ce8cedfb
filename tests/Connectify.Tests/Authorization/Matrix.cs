using System.Text.RegularExpressions;
using Connectify.Features.Chats;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.Authorization;

/// <summary>What matrix.md says.</summary>
internal static partial class Matrix
{
    private static readonly ILookup<string, string[][]> Tables = Read();

    /// <summary>The text that each refusal has.</summary>
    internal static IReadOnlyDictionary<string, string> Texts { get; } =
        Tables["cell"].Single()[1..].ToDictionary(line => line[0], line => line[1]);

    internal static IReadOnlyList<Row> Rows { get; } = [.. Join()];

    /// <summary>The rows as the data of a theory.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names =>
        Rows.Select(row => new TheoryDataRow<string>(row.ToString()));

    internal static Row Find(string name) => Rows.Single(row => row.ToString() == name);

    // Who may, and what comes of it, stand in tables of their own.
    private static IEnumerable<Row> Join()
    {
        var effects = Tables["operation"].Where(table => table[0].Contains("asks")).SelectMany(table => table[1..])
            .ToDictionary(line => (line[0], line[1]));

        foreach (var table in Tables["operation"].Where(table => !table[0].Contains("asks")))
        {
            foreach (var line in table[1..])
            {
                effects.Remove((line[0], line[1]), out var effect)
                    .ShouldBeTrue($"What comes of {line[0]} {line[1]} is said nowhere, or who may is said twice.");
                var cells = table[0][2..].Zip(line[2..]).ToDictionary(cell => cell.First, cell => new Cell(cell.Second));

                yield return new Row(line[0], line[1], effect![2], effect[3], effect[4].Words(), effect[5].Words(), cells);
            }
        }

        effects.Keys.ShouldBeEmpty("Who may is not said.");
    }

    // Each table by the first word of its head, as lines of cells, without the line below the head.
    private static ILookup<string, string[][]> Read()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "tests/Connectify.Tests/Authorization/matrix.md"));

        return Table().Matches(page)
            .Select(table => table.Value.Trim().Split('\n').Where((_, number) => number != 1)
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim(' ', '`')).ToArray())
                .ToArray())
            .ToLookup(table => table[0][0]);
    }

    private static string[] Words(this string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Table();
}

/// <summary>An operation, who may do it, and what comes of it.</summary>
/// <param name="Operation">Method and first spelling of a route, or <c>FRAME</c> or <c>SOCKET</c> and which.</param>
/// <param name="Of">The kind of chat, or a special case.</param>
/// <param name="Asks">The body or query, with {names} for what differs from world to world.</param>
/// <param name="Shows">What is in the answer.</param>
/// <param name="Changes">The tables that are different afterwards.</param>
/// <param name="Events">The types of the frames that others in the chat see, and what their sockets close with.</param>
/// <param name="Cells">By caller.</param>
internal sealed record Row(
    string Operation,
    string Of,
    string Asks,
    string Shows,
    string[] Changes,
    string[] Events,
    IReadOnlyDictionary<string, Cell> Cells)
{
    internal string Method => Operation.Split(' ')[0];

    internal string Target => Operation.Split(' ')[1];

    internal bool IsFrame => Method == "FRAME";

    private string Kind => Of.Split(' ')[0];

    internal bool IsOfSocket => IsFrame || Method == "SOCKET";

    internal bool IsOfGroup => Kind == ChatKind.Group;

    internal bool IsOfChat => Kind is ChatKind.Conversation or ChatKind.Group;

    /// <summary>True where nothing is different afterwards, and nobody is told of anything.</summary>
    internal bool IsWithoutEffect => Changes.Length == 0 && Events.Length == 0;

    public override string ToString() => Of.Length == 0 ? Operation : $"{Operation} ({Of})";
}

/// <summary>What one caller is answered in one row.</summary>
internal sealed record Cell(string Text)
{
    internal string Status => Text.Split(' ')[0];

    internal bool IsAsked => Text != "-";

    internal bool IsRefusal => Status[0] == '4' || Status == "error";

    internal bool IsAllowed => IsAsked && !IsRefusal;

    /// <summary>Allowed, and to no effect.</summary>
    internal bool IsIdle => Text.EndsWith('=');

    /// <summary>Stored, and shown to nobody.</summary>
    internal bool IsUntold => Text.EndsWith('~');

    internal bool IsAllowedInFull => IsAllowed && !IsIdle;

    /// <summary>Something is different afterwards.</summary>
    internal bool Changes(Row row) => IsAllowedInFull && !row.IsWithoutEffect;
}
