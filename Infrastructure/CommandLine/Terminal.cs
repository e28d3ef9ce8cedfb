using System.Text;

namespace Connectify.Infrastructure.CommandLine;

/// <summary>Where a command is given, and where it answers.</summary>
/// <param name="In">What is piped into it.</param>
/// <param name="Out">Takes the answer, and nothing else.</param>
/// <param name="Error">Takes questions, and why something was refused.</param>
/// <param name="ReadKey">Waits for a key and does not show it; null where nobody sits at a keyboard.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, Func<ConsoleKeyInfo>? ReadKey)
{
    internal static Terminal Own { get; } =
        new(Console.In, Console.Out, Console.Error, Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true))
        {
            // Whoever asks for keys makes the terminal stop showing them.
            Hide = () => _ = Console.KeyAvailable,
        };

    /// <summary>Has the terminal show no more of what is typed, from before the question on.</summary>
    internal Action Hide { private get; init; } = () => { };

    /// <summary>Asks for something that is not shown while it is typed.</summary>
    internal string AskSecretly(string question)
    {
        Hide();
        Error.Write(question);
        var typed = new StringBuilder();

        for (var key = ReadKey!(); key.Key is not ConsoleKey.Enter; key = ReadKey())
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar >= ' ')
            {
                typed.Append(key.KeyChar);
            }
        }

        Error.WriteLine();

        return typed.ToString();
    }
}
