using System.Globalization;
using System.Text;

namespace Connectify.Benchmarks.Reporting;

/// <summary>
/// Writes <c>docs/performance.md</c> and its pictures. All of it comes from figures, but for one part that people write,
/// <c>docs/performance/tried.md</c>, which is taken over as it is.
/// </summary>
internal static class PerformancePage
{
    private const string Folder = "performance";
    private const string Tried = "tried.md";

    private const string Intro = """
        # Performance

        This page is written by a command, from what it measures; only what helped, what did not, and why is by hand. Rates and
        times of different machines, or of different minutes, say little: each figure is a ratio of two things that were
        measured in the same round, one right after the other or in turns. The table has the median of the rounds, in brackets
        the least and the most of them, and what stood behind it in the round nearest to the median.
        """;

    private const string Method = """
        ## How it is measured

        - The service is a Release build, published, on loopback, beside a PostgreSQL of the command's own with `fsync` and
          `synchronous_commit` on. Load, service and database share the machine, and so do the yardsticks with their load.
        - Everything is warmed up first. A round with an error, or with a message that was not delivered, gives no figure.
        - The yardsticks are `pgbench`, which stores one message in one statement and one commit, and bare Kestrel, which does
          what is compared without storing and without any check.
        - Reads are measured on databases that differ in size alone, the service running on each, requests alternating between
          them. Half of the messages are in one group chat, the others in all other chats; answers are equally large everywhere.

        ## How to run it

            dotnet run --project tests/Connectify.Benchmarks -c Release

        `--help` names the parts that can be run alone, and `micro` has the micro-benchmarks.
        """;

    /// <summary>Writes the page and its pictures; pictures that are no longer drawn go.</summary>
    /// <param name="docs">The folder <c>docs</c> of the repository.</param>
    /// <param name="figures">The lines of the table, in order.</param>
    /// <param name="plots">The pictures, in order; those without a point are left out.</param>
    /// <param name="machine">What they were measured on.</param>
    internal static async Task Write(
        string docs, IReadOnlyList<Figure> figures, IReadOnlyList<Plot> plots, Machine machine)
    {
        var folder = Directory.CreateDirectory(Path.Combine(docs, Folder)).FullName;
        var drawn = plots.Select(plot => (Plot: plot, Svg: Svg.Draw(plot))).Where(picture => picture.Svg is not null).ToList();

        foreach (var old in Directory.GetFiles(folder, "*.svg"))
        {
            File.Delete(old);
        }

        foreach (var (plot, svg) in drawn)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{plot.File}.svg"), svg);
        }

        var tried = Path.Combine(folder, Tried);
        string?[] parts =
        [
            Intro,
            TableOf(figures, machine),
            .. drawn.Select(picture => $"![{picture.Plot.Title}]({Folder}/{picture.Plot.File}.svg)"),
            Method,
            File.Exists(tried) ? (await File.ReadAllTextAsync(tried)).Trim() : null,
        ];
        await File.WriteAllTextAsync(
            Path.Combine(docs, $"{Folder}.md"), string.Join("\n\n", parts.OfType<string>()).ReplaceLineEndings("\n") + "\n");
    }

    private static string TableOf(IReadOnlyList<Figure> figures, Machine machine)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"Measured on {machine}, {RoundsOf(figures)}.\n\n");
        table.Append("| what | target | median [least–most] | reached | in a round |\n| --- | --- | --- | --- | --- |");

        foreach (var figure in figures)
        {
            string[] cells =
                [figure.Name, Wording.Target(figure), Wording.Reached(figure), Wording.Verdict(figure), Wording.Details(figure)];
            table.Append("\n| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |");
        }

        return table.ToString();
    }

    private static string RoundsOf(IReadOnlyList<Figure> figures) =>
        figures.Max(figure => (int?)figure.Rounds.Count) is { } rounds and not 1 ? $"{rounds} rounds" : "1 round";

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
