using StackExchange.Redis;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Tells the nodes something without being one of them.</summary>
internal static class Bystander
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Tells them about a user. It is a hint, as all that goes through Redis: where there is none, or it does not answer,
    /// the nodes find out by themselves.
    /// </summary>
    internal static async Task Tell(BackplaneOptions options, Signal user)
    {
        if (options.Redis is not { } settings)
        {
            return;
        }

        try
        {
            await Publish(settings, [.. Guid.NewGuid().ToByteArray(), .. user.ToBytes()]).WaitAsync(Patience);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // They find out by themselves.
        }
    }

    private static async Task Publish(ConfigurationOptions settings, byte[] message)
    {
        var once = settings.Clone();
        once.AbortOnConnectFail = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(once);
        await redis.GetSubscriber().PublishAsync(Backplane.Users, message);
    }
}
