using System.Globalization;
using Connectify.Benchmarks.Reporting;

namespace Connectify.Benchmarks;

/// <summary>The figures of a run on the screen.</summary>
internal static class Table
{
    private static readonly string[] Head = ["what", "target", "median", "min – max", "reached"];

    internal static void Print(IReadOnlyList<Figure> figures)
    {
        var lines = figures.Select(Line).Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length)).ToList();

        foreach (var line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        foreach (var figure in figures.Where(figure => figure.Flaw is not null))
        {
            Console.WriteLine($"\n{figure.Name} does not stand: {figure.Flaw}");
        }
    }

    private static string[] Line(Figure figure) =>
    [
        figure.Name,
        $"{(figure.IsAtMost ? "≤" : "≥")} {Number(figure.Target)}",
        Number(figure.Median),
        figure.Rounds.Count == 0 ? "" : $"{Number(figure.Rounds.Min())} – {Number(figure.Rounds.Max())}",
        figure.Flaw is not null ? "does not stand" : figure.IsReached ? "yes" : "no",
    ];

    private static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
