using Testcontainers.Redis;

namespace Connectify.Tests.Support;

/// <summary>A Redis in a container.</summary>
internal sealed class RedisContainer : RedisServer
{
    private const string Image = "redis:7-alpine";

    private Testcontainers.Redis.RedisContainer? _container;

    internal override Task Stop() => _container!.StopAsync();

    internal override Task Stall() => _container!.PauseAsync();

    internal override Task GoOn() => _container!.UnpauseAsync();

    public override async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    protected override Task Launch()
    {
        // Whoever asks a cluster where a channel is, is told an address that leads to it from outside.
        string[] cluster = IsCluster
            ? ["--cluster-enabled", "yes", "--cluster-announce-ip", Host, "--cluster-announce-port", $"{Port}"]
            : [];
        _container ??= new RedisBuilder(Image)
            .WithPortBinding(Port, RedisBuilder.RedisPort)
            .WithCommand(["redis-server", "--save", "", "--appendonly", "no", .. cluster])
            .Build();

        return _container.StartAsync();
    }
}
