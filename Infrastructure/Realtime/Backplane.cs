using System.Collections.Concurrent;
using System.Threading.Channels;
using StackExchange.Redis;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// What the nodes tell each other, by Redis pub/sub: one channel for each topic that somebody listens to here, and one
/// about users. All of it is a hint that may be lost. Nothing waits for Redis; where it is away, or not in the settings,
/// the check of positions finds what was not told.
/// </summary>
internal sealed partial class Backplane(BackplaneOptions options, ILogger<Backplane> logger) : BackgroundService
{
    // Where Redis does not take them as fast as they come, the newest are dropped.
    private const int MostWaiting = 10_000;
    private const int MostUnanswered = 256;

    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(500);
    internal static readonly RedisChannel Users = RedisChannel.Literal("connectify:users");

    private readonly byte[] _me = Guid.NewGuid().ToByteArray();
    private readonly Channel<(Topic? Topic, Signal Signal)> _outbox = Channel.CreateBounded<(Topic?, Signal)>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ConcurrentDictionary<Topic, byte> _wanted = [];
    private readonly ConcurrentDictionary<Topic, byte> _unsettled = [];
    private readonly Channel<bool> _toSettle = Channel.CreateBounded<bool>(1);
    private readonly Dictionary<Topic, ChannelMessageQueue> _subscribed = [];

    private ConnectionMultiplexer? _redis;
    private bool _isSharded;

    /// <summary>True where the settings name a Redis.</summary>
    internal bool IsConfigured => options.Redis is not null;

    /// <summary>True while Redis can be spoken to.</summary>
    internal bool IsConnected => _redis is { IsConnected: true };

    /// <summary>How much waits to be told.</summary>
    internal int Waiting => _outbox.Reader.Count;

    /// <summary>Takes what another node tells about a topic.</summary>
    internal Action<Topic, Signal> Take { get; set; } = (_, _) => { };

    /// <summary>Takes whose rights another node has changed.</summary>
    internal Action<long> TakeUser { get; set; } = _ => { };

    /// <summary>Is told of a topic of which something may have been missed; of all of them by null.</summary>
    internal Action<Topic?> Doubt { get; set; } = _ => { };

    /// <summary>Says that something of a topic may have been missed, where other nodes tell of it at all.</summary>
    internal void DoubtIfTold(Topic topic)
    {
        if (IsConfigured)
        {
            Doubt(topic);
        }
    }

    /// <summary>Tells the other nodes about a topic.</summary>
    internal void Send(Topic topic, Signal signal)
    {
        if (IsConfigured)
        {
            _outbox.Writer.TryWrite((topic, signal));
        }
    }

    /// <summary>Tells the other nodes about a user.</summary>
    internal void Send(Signal user)
    {
        if (IsConfigured)
        {
            _outbox.Writer.TryWrite((null, user));
        }
    }

    /// <summary>Wants to hear of a topic. From when on, <see cref="Doubt"/> tells.</summary>
    internal void Listen(Topic topic)
    {
        if (IsConfigured && _wanted.TryAdd(topic, 0))
        {
            Unsettle(topic);
        }
    }

    /// <summary>Wants to hear no more of a topic.</summary>
    internal void Leave(Topic topic)
    {
        if (IsConfigured && _wanted.TryRemove(topic, out _))
        {
            Unsettle(topic);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Redis is not { } settings)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Run(settings, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroken(e);
                await Task.Delay(BeforeNextTry, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private async Task Run(ConfigurationOptions settings, CancellationToken stopping)
    {
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(stopping);
            redis.ConnectionFailed += (_, failed) => LogAway(failed.FailureType);
            redis.ConnectionRestored += (_, _) =>
            {
                LogBack();
                Doubt(null);
            };
            _redis = redis;

            await WaitUntilConnected(redis, stopping);
            _isSharded = redis.GetServers().Any(server => server is { IsConnected: true, ServerType: ServerType.Cluster });
            await RunBoth(redis, stopping);
        }
        finally
        {
            _redis = null;
            _subscribed.Clear();
        }
    }

    // Where one of the two fails, the other is not to go on with what is no more.
    private async Task RunBoth(ConnectionMultiplexer redis, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] both = [Publish(redis, ending.Token), Subscribe(redis, ending.Token)];
        await Task.WhenAny(both);
        await ending.CancelAsync();
        await Task.WhenAll(both);
    }

    // While there is none, what would have been told is dropped: nothing old is told when it comes.
    private async Task WaitUntilConnected(ConnectionMultiplexer redis, CancellationToken stopping)
    {
        while (!redis.IsConnected)
        {
            await Task.Delay(BeforeNextTry, stopping);
            Drop();
        }
    }

    private void Drop()
    {
        while (_outbox.Reader.TryRead(out _))
        {
        }
    }

    private async Task Publish(ConnectionMultiplexer redis, CancellationToken stopping)
    {
        var subscriber = redis.GetSubscriber();
        var unanswered = new SemaphoreSlim(MostUnanswered);

        await foreach (var (topic, signal) in _outbox.Reader.ReadAllAsync(stopping))
        {
            if (!redis.IsConnected)
            {
                continue;
            }

            await unanswered.WaitAsync(stopping);
            _ = Publish(subscriber, topic is { } told ? ChannelOf(told) : Users, signal, unanswered);
        }
    }

    private async Task Publish(ISubscriber subscriber, RedisChannel channel, Signal signal, SemaphoreSlim unanswered)
    {
        try
        {
            await subscriber.PublishAsync(channel, (byte[])[.. _me, .. signal.ToBytes()]);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            LogLost(e);
        }
        finally
        {
            unanswered.Release();
        }
    }

    private async Task Subscribe(ConnectionMultiplexer redis, CancellationToken stopping)
    {
        var subscriber = redis.GetSubscriber();

        foreach (var topic in _wanted.Keys)
        {
            Unsettle(topic);
        }

        await Try(
            async () => (await subscriber.SubscribeAsync(Users)).OnMessage(message => Hear(null, message.Message)), stopping);

        while (await _toSettle.Reader.WaitToReadAsync(stopping))
        {
            _toSettle.Reader.TryRead(out _);

            foreach (var topic in _unsettled.Keys)
            {
                _unsettled.TryRemove(topic, out _);
                await Try(() => Settle(topic, subscriber), stopping);
            }
        }
    }

    private async Task Settle(Topic topic, ISubscriber subscriber)
    {
        if (_wanted.ContainsKey(topic) && !_subscribed.ContainsKey(topic))
        {
            var queue = await Subscribe(subscriber, ChannelOf(topic));
            queue.OnMessage(message => Hear(topic, message.Message));
            _subscribed[topic] = queue;
            Doubt(topic);
        }
        else if (!_wanted.ContainsKey(topic) && _subscribed.Remove(topic, out var queue))
        {
            await queue.UnsubscribeAsync(CommandFlags.FireAndForget);
        }
    }

    private static async Task<ChannelMessageQueue> Subscribe(ISubscriber subscriber, RedisChannel channel)
    {
        try
        {
            return await subscriber.SubscribeAsync(channel);
        }
        catch
        {
            // Else the next attempt would leave a second queue behind, which nobody reads.
            await subscriber.UnsubscribeAsync(channel, flags: CommandFlags.FireAndForget);
            throw;
        }
    }

    private async Task Try(Func<Task> attempt, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                LogLost(e);
                await Task.Delay(BeforeNextTry, stopping);
            }
        }
    }

    private void Hear(Topic? topic, RedisValue message)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = message;

            if (bytes.Length <= _me.Length || bytes.Span.StartsWith(_me))
            {
                return;
            }

            var signal = Signal.Read(bytes.Span[_me.Length..]);

            if (topic is { } told)
            {
                Take(told, signal);
            }
            else if (signal is { Kind: SignalKind.User, User: { } user })
            {
                TakeUser(user);
            }
        }
        catch (Exception e)
        {
            LogNotUnderstood(e);
        }
    }

    private void Unsettle(Topic topic)
    {
        _unsettled[topic] = 0;
        _toSettle.Writer.TryWrite(true);
    }

    private RedisChannel ChannelOf(Topic topic)
    {
        var name = $"connectify:chat:{topic.Id}";

        return _isSharded ? RedisChannel.Sharded(name) : RedisChannel.Literal(name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away ({Reason}): what other nodes store is noticed by the check")]
    private partial void LogAway(ConnectionFailureType reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis did not take it")]
    private partial void LogLost(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The way to other nodes is broken; trying again")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "What another node told could not be taken")]
    private partial void LogNotUnderstood(Exception exception);
}
