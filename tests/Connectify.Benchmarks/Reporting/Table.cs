namespace Connectify.Benchmarks.Reporting;

/// <summary>Figures as lines of text, the columns aligned.</summary>
internal static class Table
{
    private const string Gap = "  ";

    private static readonly string[] Head = ["what", "target", "median [least–most]", "reached", "in a round"];

    /// <summary>The table, line by line.</summary>
    internal static IReadOnlyList<string> Lines(IEnumerable<Figure> figures)
    {
        List<string[]> rows = [Head, .. figures.Select(Cells)];
        int[] widths = [.. Head.Select((_, column) => rows.Max(row => row[column].Length))];

        return [.. rows.Select(row => string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())];
    }

    private static string[] Cells(Figure figure) =>
        [figure.Name, Wording.Target(figure), Wording.Reached(figure), Wording.Verdict(figure), Wording.Details(figure)];
}
