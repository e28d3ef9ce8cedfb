namespace Connectify.Faults.Scenarios;

/// <summary>Every scenario, in the order in which they are played.</summary>
internal static class AllScenarios
{
    internal static IReadOnlyList<Scenario> List { get; } =
    [
        new CalmSea(),
        new OneChat(),
        new KilledNode(),
        new RollingRestart(),
        new PausedNode(),
        new FourNodes(),
        new CrashedPostgres(),
        new TerminatedBackends(),
        new LostDatabase(),
        new ExhaustedPool(),
        new KilledRedis(),
        new StalledRedis(),
        new QuietChanges(),
        new CutSockets(),
        new SlowReaders(),
        new Revocations(HasRedis: true),
        new Revocations(HasRedis: false),
        new Blocks(HasRedis: true),
        new Blocks(HasRedis: false),
        new FullDisk(),
    ];
}
