using Connectify.Faults.Scenarios;
using Connectify.Infrastructure;

namespace Connectify.Faults;

/// <summary>The command line of the suite. Its code is 0 where every promise was kept.</summary>
internal static class Program
{
    internal static async Task<int> Main(string[] args)
    {
        Arguments arguments;

        try
        {
            arguments = Arguments.Read(args);
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);

            return 2;
        }

        var unknown = arguments.Names.Except(AllScenarios.List.Select(scenario => scenario.Name)).ToList();

        if (unknown.Count > 0 || arguments.Lists)
        {
            unknown.ForEach(name => Console.Error.WriteLine($"There is no scenario {name}."));
            AllScenarios.List.ToList().ForEach(scenario => Console.WriteLine($"{scenario.Name,-22} {scenario.Promise}"));

            return unknown.Count > 0 ? 2 : 0;
        }

        try
        {
            return await Suite.Play(arguments) ? 0 : 1;
        }
        catch (CannotStartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);

            return 1;
        }
    }
}
