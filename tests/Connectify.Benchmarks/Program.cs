using Connectify.Benchmarks.Floors;
using Connectify.Benchmarks.Loading;
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
        ["--help"] = Explain,
    };

    internal static Task<int> Main(string[] args) =>
        args.Length > 0 && Verbs.TryGetValue(args[0], out var verb) ? verb(args[1..]) : Measure(args);

    private static async Task<int> Explain(string[] args)
    {
        await Console.Out.WriteLineAsync(Arguments.Help);

        return 0;
    }

    private static async Task<int> Measure(string[] args)
    {
        try
        {
            var arguments = Arguments.Read(args);

            if (arguments.Lists)
            {
                arguments.Rows.ToList().ForEach(row => Console.WriteLine($"{row.Name,-14} {row.About}"));

                return 0;
            }

            return await Suite.Measure(arguments) ? 0 : 1;
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
}
