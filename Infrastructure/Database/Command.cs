using System.Diagnostics;

namespace Connectify.Infrastructure.Database;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <param name="Code">0 where it went well.</param>
    /// <param name="Output">What it wrote, errors last.</param>
    internal sealed record Outcome(int Code, string Output)
    {
        /// <summary>The last line of the output: where programs say why they gave up.</summary>
        internal string LastLine => Output.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? $"code {Code}";
    }

    /// <summary>
    /// Runs a program in its own folder, without the caller's settings for PostgreSQL clients. It is not broken off:
    /// half-made clusters and half-started servers are worse than waiting for a second.
    /// </summary>
    internal static async Task<Outcome> Run(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(file),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        return new Outcome(process.ExitCode, await Rest(output) + await Rest(errors));
    }

    // A server that the program leaves running may hold the pipes open (on Windows), so their end is not waited for.
    private static async Task<string> Rest(Task<string> reading) =>
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1))) == reading ? await reading : "";
}
