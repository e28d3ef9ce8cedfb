using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Two nodes whose Redis can be stopped and stalled.</summary>
public class WithRedisOfTheirOwn : WithRedis
{
    protected override IEnumerable<(string Key, string Value)> Settings => [("Realtime:CheckInterval", "00:00:00.5")];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected override Task<RedisServer> Find() => RedisServer.StartOwn();
}
