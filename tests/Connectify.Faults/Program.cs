using Connectify.Faults;
using Connectify.Faults.Scenarios;
using Connectify.Faults.Staging;
using Connectify.Infrastructure;

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
