using System.Net.WebSockets;
using System.Text.Json;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Realtime;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Connectify.Tests.Infrastructure.Realtime;

/// <summary>How many writes to the network frames take; it is a stream that keeps what is written.</summary>
public sealed class FrameStreamTests : IDisposable
{
    // Clients have to mask what they send.
    private static readonly byte[] NotMasked = [0x81, 0];

    private readonly Network _network = new();

    private sealed record Said(string Text) : ServerEvent("said");

    public void Dispose() => _network.Dispose();

    [Fact]
    public async Task Frames_that_wait_for_the_same_socket_share_a_write()
    {
        await Send("one", "two", "three");

        _network.Writes.Count.ShouldBe(2, "the frames, and the close frame");
    }

    [Fact]
    public async Task All_of_them_arrive_in_their_order()
    {
        string[] texts = [.. Enumerable.Range(1, 500).Select(n => $"{n} {new string('x', n)}")];

        await Send(texts);

        (await Received(_network)).ShouldBe([.. texts, "closed with EndpointUnavailable"]);
    }

    [Fact]
    public async Task Many_of_them_are_written_before_all_are_gathered()
    {
        await Send([.. Enumerable.Repeat(new string('x', 1000), 100)]);

        _network.Writes.Max(write => write.Length).ShouldBeLessThan(20_000);
    }

    [Fact]
    public async Task A_frame_that_nothing_follows_is_written_at_once()
    {
        await using var stream = new FrameStream(_network);

        await stream.WriteAsync("one"u8.ToArray(), TestContext.Current.CancellationToken);

        _network.Writes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Every_socket_of_the_service_has_one_under_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        var found = new TaskCompletionSource<FrameStream?>();
        await using var service = await FakeService.Start(
            routes => routes.MapGet("/ws/notes", async (HttpContext context) =>
            {
                using var opened = await context.AcceptSocket(new RealtimeOptions());
                found.SetResult(context.StreamOfSocket());
            }),
            use: app => app.UseOpenings());
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new UriBuilder(service.Client.BaseAddress!) { Scheme = "ws", Path = "/ws/notes" }.Uri, cancel);

        (await found.Task).ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_breaks_the_protocol_between_two_frames_is_told_so()
    {
        var network = new Network { Says = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously) };
        await using var stream = new FrameStream(network);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var between = new Between(() =>
        {
            network.Says.TrySetResult(NotMasked);
            SpinWait.SpinUntil(() => socket.State is not WebSocketState.Open);
        });
        var connection = Open(between);
        var watch = new DeliveryWatch(since: 0, RealtimeMetrics.Unheard);
        watch.WaitFor(connection);

        // It is written alone, which ends when reading has begun.
        var first = new string('x', 18_000);
        connection.Offer(new Broadcast(new Content(new Said(first))));
        connection.Offer(new Broadcast(new Content(new Said("one"))) { Watch = watch });
        connection.Offer(new Broadcast(new Content(new Said("two"))));

        await connection.Run(socket, stream, 1000, _ => Task.CompletedTask);

        (await Received(network)).ShouldBe([first, "one", "closed with ProtocolError"]);
    }

    private static Connection Open(TimeProvider clock)
    {
        var feed = new Feed(new Topic(1), _ => Task.CompletedTask, _ => { });
        var me = new Me(1, "alice", 1, DateTimeOffset.MaxValue);

        return new Connection(me, new object(), isFlat: false, feed, new RealtimeOptions(), clock);
    }

    // Nobody reads before all of them wait.
    private async Task Send(params string[] texts)
    {
        var connection = Open(TimeProvider.System);

        foreach (var text in texts)
        {
            connection.Offer(new Broadcast(new Content(new Said(text))), isOfReading: true);
        }

        connection.Close(CloseReason.GoingAway);

        await using var stream = new FrameStream(_network);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        await connection.Run(socket, stream, 1000, _ => Task.CompletedTask);
    }

    private static async Task<List<string>> Received(Network network)
    {
        using var socket = WebSocket.CreateFromStream(
            new MemoryStream([.. network.Writes.SelectMany(write => write)]), new WebSocketCreationOptions());
        var texts = new List<string>();
        var buffer = new byte[20_000];

        while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is { CloseStatus: null } received)
        {
            using var frame = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            texts.Add(frame.RootElement.GetProperty("text").GetString()!);
        }

        return [.. texts, $"closed with {socket.CloseStatus}"];
    }

    /// <summary>A clock that does something when it is looked at after a frame.</summary>
    private sealed class Between(Action act) : TimeProvider
    {
        private int _looks;

        // The first time it is for when the socket was opened.
        public override long GetTimestamp()
        {
            if (_looks++ == 1)
            {
                act();
            }

            return base.GetTimestamp();
        }
    }

    /// <summary>Takes every write.</summary>
    private sealed class Network : MemoryStream
    {
        private readonly TaskCompletionSource _isReadFrom = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal List<byte[]> Writes { get; } = [];

        /// <summary>What the peer says; its end at once where there is none.</summary>
        internal TaskCompletionSource<byte[]>? Says { get; init; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _isReadFrom.TrySetResult();
            var said = Says is null ? [] : await Says.Task;

            // A read into nothing waits until there is something.
            var length = Math.Min(said.Length, buffer.Length);
            said.AsMemory(0, length).CopyTo(buffer);

            return length;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes.Add(buffer.ToArray());

            if (Says is not null)
            {
                await _isReadFrom.Task;
            }
        }
    }
}
