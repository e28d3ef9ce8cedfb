using System.Text.RegularExpressions;

namespace Connectify.Faults.Checking;

/// <summary>Judges what a node has written into its log.</summary>
internal static partial class Logs
{
    /// <summary>Lines that hold a token, each without it.</summary>
    internal static IEnumerable<Violation> Check(string node, IEnumerable<string> lines) =>
        lines.Where(line => Token().IsMatch(line))
            .Select(line => new Violation(Fault.ToldToken, $"{node}: {Token().Replace(line, "(a token)")}"));

    // Access and refresh tokens are both of this shape: a JSON object in Base64, a dot, another one.
    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}[\w.-]*")]
    private static partial Regex Token();
}
