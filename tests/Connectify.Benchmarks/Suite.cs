using Connectify.Benchmarks.Reporting;
using Connectify.Benchmarks.Staging;
using Connectify.Faults;
using Connectify.Faults.Staging;

namespace Connectify.Benchmarks;

/// <summary>Measures row after row, and prints the table.</summary>
internal static class Suite
{
    /// <summary>True where everything could be measured.</summary>
    internal static async Task<bool> Measure(Arguments arguments)
    {
        var progress = new Progress();
        var figures = new List<Figure>();
        var plots = new List<Plot>();

        await using (var bench = Bench.Empty(arguments, progress))
        {
            using var interruption = new Interruption(bench);
            await bench.SetUp();

            foreach (var row in arguments.Rows)
            {
                var findings = await row.Measure(bench);
                figures.AddRange(findings.Figures);
                plots.AddRange(findings.Plots);
            }

            if (arguments is { IsWhole: true, HasPage: true })
            {
                var version = await bench.Postgres.Query("postgres", "SHOW server_version");
                await PerformancePage.Write(
                    Path.Combine(Publication.Root(), "docs"), figures, plots, Machine.Look(((string)version[0][0]).Split(' ')[0]));
            }
        }

        progress.Keep("");
        Table.Lines(figures).ToList().ForEach(Console.WriteLine);

        return figures.TrueForAll(figure => figure.Flaw is null);
    }
}
