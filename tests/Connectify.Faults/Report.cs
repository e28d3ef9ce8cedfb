using System.Globalization;

namespace Connectify.Faults;

/// <summary>What the suite says while it runs and at the end.</summary>
internal static class Report
{
    private const int MostViolations = 8;
    private const int MostInDetail = 3;

    private static readonly string[] Head =
        ["scenario", "sent", "acked", "unknown", "recovered", "refused", "reconnects", "resumed", "resyncs", "frames", "seconds", "verdict"];

    /// <summary>A scenario's line.</summary>
    internal static void Line(Verdict verdict)
    {
        Console.WriteLine(
            $"{(verdict.IsKept ? "kept  " : "BROKEN")} {verdict.Scenario.Name}: {verdict.Operations} sent, {verdict.Acknowledged} acknowledged, "
            + $"{verdict.Unknown} unknown of which {verdict.Recovered} recovered, {verdict.Refused} refused, {verdict.Reconnects} reconnects, "
            + $"{verdict.Resumed} resumed, {verdict.Resyncs} resyncs, {verdict.Frames} frames, {Seconds(verdict)} s");

        foreach (var note in verdict.Notes)
        {
            Console.WriteLine($"       {note.Replace("\n", "\n         ", StringComparison.Ordinal)}");
        }

        foreach (var fault in verdict.Violations.GroupBy(violation => violation.Fault))
        {
            foreach (var (violation, number) in fault.Take(MostViolations).Select((violation, number) => (violation, number)))
            {
                Console.WriteLine($"  {violation.Fault}: {violation.Text}");
                violation.Around.Where(_ => number < MostInDetail).ToList().ForEach(line => Console.WriteLine($"      {line}"));
            }
        }

        if (verdict.Violations.Count > 0)
        {
            var counts = verdict.Violations.CountBy(violation => violation.Fault).Select(fault => $"{fault.Value} {fault.Key}");
            Console.WriteLine($"  in all: {string.Join(", ", counts)}");
        }
    }

    /// <summary>The table of a whole run, and the lines that others count.</summary>
    internal static void Table(IReadOnlyList<Verdict> verdicts, IReadOnlyList<string> skipped, bool mayNotSkip)
    {
        var rows = verdicts.Select(Row).Prepend(Head).ToList();
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        Console.WriteLine();

        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) =>
                column is 0 or 11 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        }

        foreach (var reason in skipped)
        {
            Console.WriteLine($"skipped {reason}");
        }

        var failed = verdicts.Count(verdict => !verdict.IsKept) + (mayNotSkip ? skipped.Count : 0);
        Console.WriteLine();
        Console.WriteLine($"  succeeded: {verdicts.Count(verdict => verdict.IsKept)}");
        Console.WriteLine($"  failed: {failed}");
        Console.WriteLine($"  skipped: {(mayNotSkip ? 0 : skipped.Count)}");
    }

    private static string[] Row(Verdict verdict) =>
    [
        verdict.Scenario.Name,
        .. new[]
        {
            verdict.Operations, verdict.Acknowledged, verdict.Unknown, verdict.Recovered, verdict.Refused, verdict.Reconnects,
            verdict.Resumed, verdict.Resyncs, verdict.Frames,
        }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Seconds(verdict),
        verdict.IsKept ? "kept" : string.Join(", ", verdict.Violations.Select(violation => violation.Fault).Distinct()),
    ];

    private static string Seconds(Verdict verdict) => verdict.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
