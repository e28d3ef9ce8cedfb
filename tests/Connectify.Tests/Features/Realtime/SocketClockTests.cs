using Connectify.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Features.Realtime;

/// <summary>What happens to sockets by the clock, which these tests move.</summary>
public sealed class SocketClockTests : IAsyncLifetime
{
    private readonly Timed _app = new();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Typing_that_is_not_renewed_ends_by_itself_after_ten_seconds()
    {
        using var talk = await _app.Talk();
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        await talk.OfBob.Next("typing");

        _app.Time.Advance(TimeSpan.FromSeconds(9));
        await talk.OfAlice.Send(new { Type = "typing", IsTyping = true });
        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeTrue();
        _app.Time.Advance(TimeSpan.FromSeconds(9));
        await talk.OfBob.ShouldBeSilent();
        _app.Time.Advance(TimeSpan.FromSeconds(2));

        (await talk.OfBob.Next("typing")).GetProperty("is_typing").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_heartbeat_comes_every_thirty_seconds()
    {
        using var talk = await _app.Talk();

        _app.Time.Advance(TimeSpan.FromSeconds(31));
        var first = DateTimeOffset.Parse((await talk.OfAlice.Find("heartbeat")).Text("timestamp")!);
        _app.Time.Advance(TimeSpan.FromSeconds(30));
        var second = DateTimeOffset.Parse((await talk.OfAlice.Find("heartbeat")).Text("timestamp")!);

        (second - first).ShouldBeInRange(TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_token_that_expires_closes_its_socket_with_4003()
    {
        using var talk = await _app.Talk();

        _app.Time.Advance(TimeSpan.FromMinutes(59));
        await talk.OfAlice.ShouldBeSilent();
        _app.Time.Advance(TimeSpan.FromMinutes(1.1));

        await talk.OfAlice.ShouldClose(4003);
    }

    [Fact]
    public async Task A_message_that_is_begun_and_not_finished_closes_with_1008()
    {
        using var talk = await _app.Talk();
        await talk.OfAlice.SendPart("{\"type\":"u8.ToArray(), isLast: false);
        await talk.OfBob.ShouldBeSilent();

        while (!_app.Sockets.Any(socket => socket.IsAssembling))
        {
            await Task.Yield();
        }

        _app.Time.Advance(TimeSpan.FromSeconds(31));

        await talk.OfAlice.ShouldClose(1008);
        await talk.OfBob.ShouldBeSilent();
    }

    private sealed class Timed : App
    {
        internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

        protected override TimeProvider Clock => Time;
    }
}
