using System.Diagnostics;
using Connectify.Faults.Scenarios;
using Connectify.Faults.Staging;

namespace Connectify.Faults;

/// <summary>Plays scenarios one after the other, and says what came of them.</summary>
internal static class Suite
{
    /// <summary>True where every promise was kept.</summary>
    internal static async Task<bool> Play(Arguments arguments)
    {
        var watch = Stopwatch.StartNew();
        var verdicts = new List<Verdict>();
        var skipped = new List<string>();
        var mayNotSkip = Environment.GetEnvironmentVariable("CI") is { Length: > 0 };
        var scenarios = AllScenarios.List.Where(scenario => arguments.Names.Count == 0 || arguments.Names.Contains(scenario.Name)).ToList();

        Console.WriteLine("The service is being published, and a database is being made.");
        await using var house = await House.Build(arguments.Keeps);
        using var interrupted = new Interruption(house);

        foreach (var (scenario, time) in scenarios.SelectMany(scenario => Enumerable.Range(1, arguments.Times).Select(time => (scenario, time))))
        {
            Console.WriteLine($"[{watch.Elapsed:mm\\:ss}] {scenario.Name}{(arguments.Times > 1 ? $", {time} of {arguments.Times}" : "")}: {scenario.Promise}");

            try
            {
                var verdict = await Performance.Play(scenario, house, $"{scenario.Name}-{time}", arguments.IsLong);
                verdicts.Add(verdict);
                Report.Line(verdict);

                if (arguments.Keeps)
                {
                    await Kept.Write(house, $"{scenario.Name}-{time}", verdict);
                }
            }
            catch (MissingProgramException e)
            {
                skipped.Add($"{scenario.Name}: {e.Message}");
            }
        }

        Report.Table(verdicts, skipped, mayNotSkip);

        return verdicts.TrueForAll(verdict => verdict.IsKept) && (skipped.Count == 0 || !mayNotSkip);
    }
}
