using Connectify.Features.Chats;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectify.Benchmarks.Micro;

/// <summary>A hub with open sockets on one group chat, all but their network real.</summary>
internal sealed class Sockets : IDisposable
{
    private const long ChatId = 1;
    private const int FrameSize = 65_536;

    private readonly Backplane _backplane = new(new BackplaneOptions((StackExchange.Redis.ConfigurationOptions?)null), NullLogger<Backplane>.Instance);
    private readonly List<NoNetwork> _networks = [];
    private readonly List<Task> _running = [];

    /// <param name="count">How many sockets.</param>
    /// <param name="sent">Called whenever one of them has sent something.</param>
    internal Sockets(int count, Action sent)
    {
        Hub = new Hub(Nothing, _backplane, TimeProvider.System, NullLogger<Hub>.Instance);
        Connections = [.. Enumerable.Range(1, count).Select(user => Open(user, sent))];
    }

    internal static Topic Topic => ChatTopic.Of(ChatId);

    internal Hub Hub { get; }

    internal IReadOnlyList<Connection> Connections { get; }

    public void Dispose()
    {
        foreach (var network in _networks)
        {
            network.Abort();
        }

        Task.WaitAll([.. _running]);
        Hub.Dispose();
        _backplane.Dispose();
    }

    private static Task<Reading> Nothing(Topic topic, Cursor after, long[] listeners) =>
        Task.FromResult(new Reading([], after, IsWhole: true, []));

    private Connection Open(long user, Action sent)
    {
        var me = new Me(user, $"user{user}", user, DateTimeOffset.MaxValue);
        var connection = Hub.Join(Topic, feed => new Connection(
            me, new ChatId(ChatId, ChatKind.Group), isFlat: false, feed, new RealtimeOptions(), TimeProvider.System));
        connection.Feed.LetIn(connection, new Cursor(0, 0), DateTime.UtcNow);
        var network = new NoNetwork(sent);
        _networks.Add(network);
        _running.Add(connection.Run(network, null, FrameSize, _ => Task.CompletedTask));

        return connection;
    }
}
