using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Two nodes that hear of each other through Redis: what they see in time was not found by the check.</summary>
public class WithRedis : TwoNodes
{
    // The server is shared with other tests, whose chats have the same numbers.
    private readonly string _prefix = $"{Guid.NewGuid():n}:";

    /// <summary>Their server.</summary>
    internal RedisServer? Server { get; private set; }

    protected override IEnumerable<(string Key, string Value)> Settings => [("Realtime:CheckInterval", "00:01:00")];

    protected sealed override string? Redis => Server is null ? null : $"{Server.ConnectionString},channelPrefix={_prefix}";

    public override async ValueTask InitializeAsync()
    {
        Server = RedisServer.Missing is null ? await Find() : null;
        await base.InitializeAsync();

        // What is told of users before that is lost, and found by a check that these nodes make once a minute.
        await (Server?.Listened($"{_prefix}{Backplane.Users}", nodes: 2) ?? Task.CompletedTask);
    }

    private protected virtual Task<RedisServer> Find() => RedisServer.Running;
}
