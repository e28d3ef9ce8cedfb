using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Nodes;

/// <summary>Tests about Alice, who is on the first node, and Bob, who is on the second; both are new for each test.</summary>
public abstract class OnTwoNodes<TNodes>(TNodes nodes) : IClassFixture<TNodes>, IAsyncLifetime
    where TNodes : TwoNodes
{
    private readonly List<IDisposable> _open = [];

    private protected TNodes Nodes => nodes;

    private protected App First => nodes.First;

    private protected App Second => nodes.Second;

    private protected Person Alice { get; private set; } = null!;

    private protected Person Bob { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(nodes is WithRedis && RedisServer.Missing is not null, RedisServer.Missing ?? "");
        Alice = Close(await First.Register("alice"));
        Bob = Close(await Second.Register("bob"));
    }

    public virtual ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        GC.SuppressFinalize(this);

        return ValueTask.CompletedTask;
    }

    /// <summary>Has something closed when the test ends.</summary>
    private protected T Close<T>(T one)
        where T : IDisposable
    {
        _open.Add(one);

        return one;
    }

    /// <summary>A socket on a conversation that has been let in.</summary>
    private protected async Task<ChatSocket> Listen(App node, Person person, long chat) =>
        await LetIn(await node.Listen(person, chat));

    /// <summary>A socket on a group chat that has been let in.</summary>
    private protected async Task<ChatSocket> ListenToGroup(App node, Person person, long chat) =>
        await LetIn(await node.ListenToGroup(person, chat));

    /// <summary>Waits as long as it may take until what happened on one node is seen on the other.</summary>
    private protected Task<T> InTime<T>(Task<T> seen) => seen.WaitAsync(nodes.Delay, TestContext.Current.CancellationToken);

    /// <summary>The frame that is meant is shown in time; others before it are passed over.</summary>
    private protected async Task<JsonElement> Shows(ChatSocket socket, Func<JsonElement, bool> isMeant) =>
        (await InTime(socket.Until(isMeant)))[^1];

    /// <summary>A frame of this type is shown in time.</summary>
    private protected Task<JsonElement> Shows(ChatSocket socket, string type) => Shows(socket, frame => frame.Text("type") == type);

    /// <summary>The socket is closed with this code in time.</summary>
    private protected Task Closes(ChatSocket socket, int code) => InTime(socket.ShouldClose(code));

    private async Task<ChatSocket> LetIn(ChatSocket socket)
    {
        await Close(socket).ShouldBeSilent();

        return socket;
    }
}
