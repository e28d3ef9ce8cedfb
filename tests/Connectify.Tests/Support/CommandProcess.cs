using System.Diagnostics;
using System.Text;

namespace Connectify.Tests.Support;

/// <summary>The built program, run with a command to its end.</summary>
internal static class CommandProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The program itself.</summary>
    internal static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Connectify.dll");

    /// <summary>Runs it in a folder, with nothing but these settings.</summary>
    internal static Task<Operator.Answer> Run(
        string folder, string[] arguments, string piped = "", params (string Name, string Value)[] settings) =>
        Run("dotnet", [Program, .. arguments], folder, settings, async process =>
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(piped);
            process.StandardInput.Close();

            return (await output, await errors);
        });

    /// <summary>Runs it at a terminal, where each question is waited for and answered with a line.</summary>
    internal static Task<Operator.Answer> Talk(
        string folder, string arguments, (string Question, string Line)[] answers, params (string Name, string Value)[] settings) =>
        Run("script", ["-qec", $"dotnet '{Program}' {arguments}", "/dev/null"], folder, settings, async process =>
        {
            var (said, buffer, next) = (new StringBuilder(), new char[1024], 0);

            while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var length)
            {
                said.Append(buffer, 0, length);

                for (; next < answers.Length && said.ToString().Contains(answers[next].Question, StringComparison.Ordinal); next++)
                {
                    await process.StandardInput.WriteAsync($"{answers[next].Line}\n");
                    await process.StandardInput.FlushAsync();
                }
            }

            return (said.ToString(), await process.StandardError.ReadToEndAsync());
        });

    private static async Task<Operator.Answer> Run(
        string program,
        string[] arguments,
        string folder,
        (string Name, string Value)[] settings,
        Func<Process, Task<(string Out, string Error)>> talk)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.Contains("__")).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = await talk(process).WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);

        return new Operator.Answer(process.ExitCode, output, errors);
    }
}
