using System.Globalization;
using Connectify.Benchmarks.Rows;

namespace Connectify.Benchmarks;

/// <summary>What a run is asked for.</summary>
/// <param name="Names">The rows to measure; all where none is named.</param>
/// <param name="Rounds">How often each is measured.</param>
/// <param name="Seconds">How long each measurement takes, beside its warm-up.</param>
/// <param name="Lists">Whether the rows are only to be named.</param>
/// <param name="HasPage">Whether a run of all rows writes its page.</param>
internal sealed record Arguments(IReadOnlyList<string> Names, int Rounds, int Seconds, bool Lists, bool HasPage)
{
    internal const string Help = """
        Measures the service against what this machine can do.

          dotnet run --project tests/Connectify.Benchmarks -c Release -- [rows] [options]

          --rounds N     how often each row is measured (5)
          --seconds N    how long each measurement takes (4)
          --list         names the rows
          --no-page      leaves docs/performance.md as it is, which a run of all rows writes anew
          --help         says this

        micro [options]  measures the small steps of a message instead, with the options of BenchmarkDotNet
        """;

    private const int MostRounds = 1000;
    private const int MostSeconds = 600;

    /// <summary>True where nothing is left out.</summary>
    internal bool IsWhole => Names.Count == 0;

    /// <summary>The rows that are asked for, in the order of the list.</summary>
    internal IEnumerable<Row> Rows => AllRows.List.Where(row => IsWhole || Names.Contains(row.Name));

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    internal static Arguments Read(IReadOnlyList<string> args)
    {
        var arguments = new Arguments([], Rounds: 5, Seconds: 4, Lists: false, HasPage: true);

        for (var at = 0; at < args.Count; at++)
        {
            arguments = args[at] switch
            {
                "--list" => arguments with { Lists = true },
                "--no-page" => arguments with { HasPage = false },
                "--rounds" => arguments with { Rounds = Number(args, ref at, MostRounds) },
                "--seconds" => arguments with { Seconds = Number(args, ref at, MostSeconds) },
                var name when AllRows.List.Any(row => row.Name == name) => arguments with { Names = [.. arguments.Names, name] },
                var other => throw new ArgumentException($"{other} is neither a row nor an option.\n\n{Help}"),
            };
        }

        return arguments;
    }

    private static int Number(IReadOnlyList<string> args, ref int at, int most)
    {
        var option = args[at++];

        return at < args.Count && int.TryParse(args[at], CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new ArgumentException($"{option} takes a number from 1 to {most}.\n\n{Help}");
    }
}
