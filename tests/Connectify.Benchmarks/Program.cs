using Connectify.Benchmarks.Floors;
using Connectify.Benchmarks.Loading;
using Connectify.Benchmarks.Micro;
using Connectify.Infrastructure;
using Npgsql;

namespace Connectify.Benchmarks;

/// <summary>
/// The command line of the benchmarks. Its code is 0 where everything could be measured, whether or not targets were
/// reached.
/// </summary>
internal static class Program
{
    /// <summary>What else the program is, where its first argument says so.</summary>
    private static readonly Dictionary<string, Func<string[], Task<int>>> Verbs = new()
    {
        [FloorVerb.Name] = FloorVerb.Run,
        [LoadVerb.Name] = LoadVerb.Run,
        ["micro"] = MeasureSteps,
        ["--help"] = Explain,
    };

    internal static async Task<int> Main(string[] args)
    {
        try
        {
            return args.Length > 0 && Verbs.TryGetValue(args[0], out var verb) ? await verb(args[1..]) : await Measure(args);
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);

            return 2;
        }
        catch (Exception e) when (e is CannotStartException or InvalidOperationException or NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);

            return 1;
        }
    }

    private static Task<int> MeasureSteps(string[] args)
    {
        MicroVerb.Run(args);

        return Task.FromResult(0);
    }

    private static async Task<int> Explain(string[] args)
    {
        await Console.Out.WriteLineAsync(Arguments.Help);

        return 0;
    }

    private static async Task<int> Measure(string[] args)
    {
        var arguments = Arguments.Read(args);

        if (!arguments.Lists)
        {
            return await Suite.Measure(arguments) ? 0 : 1;
        }

        foreach (var row in arguments.Rows)
        {
            await Console.Out.WriteLineAsync($"{row.Name,-14} {row.About}");
        }

        return 0;
    }
}
