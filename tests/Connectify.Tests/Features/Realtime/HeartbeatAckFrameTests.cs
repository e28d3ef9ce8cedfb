using Connectify.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Connectify.Tests.Features.Realtime;

public sealed class HeartbeatAckFrameTests(HeartbeatAckFrameTests.Timed app) : IClassFixture<HeartbeatAckFrameTests.Timed>
{
    /// <summary>The clock is moved by its test: the interval is also that of the pings, which a slow machine has to answer in time.</summary>
    public sealed class Timed : App
    {
        internal FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

        protected override TimeProvider Clock => Time;
    }

    [Fact]
    public async Task Heartbeats_come_again_and_again_and_an_acknowledgement_changes_nothing()
    {
        using var talk = await app.Talk();

        for (var beat = 0; beat < 3; beat++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(31));
            var heartbeat = await talk.OfAlice.Next("heartbeat");
            heartbeat.Text("connection_id").ShouldBe($"user_{talk.Alice.Id}");
            heartbeat.TryGetProperty("cursor", out _).ShouldBeFalse();
            await talk.OfAlice.Send(new { Type = "heartbeat_ack", Timestamp = "2025-05-15T11:02:35.900Z" });
            await talk.OfAlice.ShouldBeSilent();
        }
    }
}
