namespace Connectify.Infrastructure.CommandLine;

/// <summary>Tells a command from arguments that are settings of the service, without loading what reads commands.</summary>
internal static class Arguments
{
    private static readonly string[] ForHelp = ["--help", "-h", "-?", "--version"];

    // Settings of the host itself, whose names have no colon.
    private static readonly string[] OfHost = ["--environment", "--contentRoot"];

    /// <summary>True where they begin with a word, or ask for help; <c>--urls ...</c> and <c>urls=...</c> are settings.</summary>
    internal static bool AreCommand(string[] arguments) =>
        arguments is [var first, ..]
        && (ForHelp.Contains(first) || (first is not "" && first[0] is not ('-' or '/') && !first.Contains('=')));

    /// <summary>
    /// Parts a command from the settings given with it: <c>--Section:Key=value</c> or <c>--Section:Key value</c>, as the
    /// service takes them. No option of a command has a colon in its name.
    /// </summary>
    internal static (string[] Command, string[] Settings) Part(string[] arguments)
    {
        var (command, settings) = (new List<string>(), new List<string>());

        for (var i = 0; i < arguments.Length; i++)
        {
            var parts = arguments[i].Split('=', 2);

            if (!IsSetting(parts[0]))
            {
                command.Add(arguments[i]);
            }
            else if (parts.Length == 2 || i + 1 == arguments.Length)
            {
                settings.Add(arguments[i]);
            }
            else
            {
                settings.Add($"{arguments[i]}={arguments[++i]}");
            }
        }

        return ([.. command], [.. settings]);
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':') || OfHost.Contains(name));
}
