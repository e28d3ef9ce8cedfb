using System.Globalization;

namespace Connectify.Faults;

/// <summary>What the suite is asked for.</summary>
/// <param name="IsLong">More load, for longer, and each scenario three times.</param>
/// <param name="Keeps">Whether logs and histories stay where they are.</param>
/// <param name="Lists">Whether the scenarios are only to be named.</param>
/// <param name="Times">How often each scenario is played.</param>
/// <param name="Names">The scenarios; all where none is named.</param>
internal sealed record Arguments(bool IsLong, bool Keeps, bool Lists, int Times, IReadOnlyList<string> Names)
{
    private const int TimesOfALongRun = 3;

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">It makes no sense.</exception>
    internal static Arguments Read(IReadOnlyList<string> args)
    {
        var isLong = args.Contains("--long");
        var times = args.SkipWhile(arg => arg != "--times").Skip(1).FirstOrDefault();
        var names = args.Where((arg, at) => !arg.StartsWith('-') && (at == 0 || args[at - 1] != "--times")).ToList();
        var unknown = args.FirstOrDefault(arg => arg.StartsWith('-') && arg is not ("--long" or "--keep" or "--list" or "--times"));

        return unknown is not null || (args.Contains("--times") && !int.TryParse(times, CultureInfo.InvariantCulture, out _))
            ? throw new ArgumentException($"{unknown ?? "--times"}: --long, --keep, --list, --times <number> and names of scenarios are understood.")
            : new Arguments(
                isLong,
                args.Contains("--keep"),
                args.Contains("--list"),
                times is null ? isLong ? TimesOfALongRun : 1 : int.Parse(times, CultureInfo.InvariantCulture),
                names);
    }
}
