using System.Text.Json;

namespace Connectify.Infrastructure.CommandLine;

/// <summary>An answer as plain, aligned lines: a list under its headings, or one thing with a name before each value.</summary>
internal static class Sheet
{
    private const string Gap = "  ";

    /// <param name="answer">The answer as JSON: an object, or an array of objects.</param>
    internal static IEnumerable<string> Lines(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Object => Aligned([.. answer.EnumerateObject().Select(member => new[] { Words(member.Name), Text(member.Value) })]),
        _ when answer.GetArrayLength() == 0 => ["none"],
        _ => Aligned([.. answer.EnumerateArray().Select(Row).Prepend(Headings(answer[0]))]),
    };

    private static IEnumerable<string> Aligned(string[][] rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();

        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Headings(JsonElement item) => [.. item.EnumerateObject().Select(member => Words(member.Name).ToUpperInvariant())];

    private static string[] Row(JsonElement item) => [.. item.EnumerateObject().Select(member => Text(member.Value))];

    private static string Words(string name) => name.Replace('_', ' ');

    // A name could hold what makes a terminal do something.
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        _ => string.Concat(value.ToString().Select(character => char.IsControl(character) ? '?' : character)),
    };
}
