using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Realtime;

public sealed class HeartbeatAckFrameTests(HeartbeatAckFrameTests.Fast app) : IClassFixture<HeartbeatAckFrameTests.Fast>
{
    public sealed class Fast : App
    {
        protected override IEnumerable<(string, string)> Settings => [("Realtime:HeartbeatInterval", "00:00:00.3")];
    }

    [Fact]
    public async Task Heartbeats_come_again_and_again_and_an_acknowledgement_changes_nothing()
    {
        using var talk = await app.Talk();

        for (var beat = 0; beat < 3; beat++)
        {
            var heartbeat = await talk.OfAlice.Next("heartbeat");
            heartbeat.Text("connection_id").ShouldBe($"user_{talk.Alice.Id}");
            heartbeat.TryGetProperty("cursor", out _).ShouldBeFalse();
            await talk.OfAlice.Send(new { Type = "heartbeat_ack", Timestamp = "2025-05-15T11:02:35.900Z" });
        }

        await talk.OfAlice.ShouldBeSilent();
    }
}
