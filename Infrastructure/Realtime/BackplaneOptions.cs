using StackExchange.Redis;

namespace Connectify.Infrastructure.Realtime;

/// <summary>Where the nodes tell each other what happens.</summary>
/// <param name="Redis">How to reach it; null where there is none.</param>
internal sealed record BackplaneOptions(ConfigurationOptions? Redis)
{
    internal const string Key = "ConnectionStrings:Redis";

    // Whatever the operator's own string says comes after these and wins.
    private const string Defaults = "name=connectify,connectTimeout=2000,asyncTimeout=2000,syncTimeout=2000,keepAlive=2";

    /// <summary>Reads the setting. A Redis that is away neither stops the start nor is waited for.</summary>
    /// <exception cref="CannotStartException">It cannot be read.</exception>
    internal static BackplaneOptions Read(IConfiguration settings)
    {
        if (settings.GetConnectionString("Redis") is not { } given || string.IsNullOrWhiteSpace(given))
        {
            return new BackplaneOptions((ConfigurationOptions?)null);
        }

        try
        {
            var redis = ConfigurationOptions.Parse($"{Defaults},{given}");
            redis.AbortOnConnectFail = false;
            redis.BacklogPolicy = BacklogPolicy.FailFast;
            redis.ReconnectRetryPolicy = new LinearRetry(500);

            return redis.EndPoints.Count > 0 ? new BackplaneOptions(redis) : throw Unreadable(null);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // Its text may quote a part of the password.
            throw Unreadable(e);
        }
    }

    private static CannotStartException Unreadable(Exception? cause) =>
        new($"{Key} cannot be read: it has to be as in \"redis.example.com:6379,password=...\".", cause);
}
