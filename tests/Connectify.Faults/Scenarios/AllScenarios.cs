namespace Connectify.Faults.Scenarios;

/// <summary>Every scenario, in the order in which they are played.</summary>
internal static class AllScenarios
{
    internal static IReadOnlyList<Scenario> List { get; } =
    [
        new CalmSea(),
        new KilledNode(),
    ];
}
