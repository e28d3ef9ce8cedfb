using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Two nodes with the address of a Redis that is not there, and was not when they started.</summary>
public sealed class WithRedisOutOfReach : TwoNodes
{
    private readonly string _nowhere = $"127.0.0.1:{LoopbackPort.Free()}";

    protected override string? Redis => _nowhere;

    protected override IEnumerable<(string Key, string Value)> Settings => [("Realtime:CheckInterval", "00:00:00.5")];
}
