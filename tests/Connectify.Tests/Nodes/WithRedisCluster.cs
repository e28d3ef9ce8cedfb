using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Two nodes whose Redis is a cluster, where channels are sharded.</summary>
public sealed class WithRedisCluster : WithRedisOfTheirOwn
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Realtime:CheckInterval", "00:01:00")];

    private protected override Task<RedisServer> Find() => RedisServer.StartOwn(isCluster: true);
}
