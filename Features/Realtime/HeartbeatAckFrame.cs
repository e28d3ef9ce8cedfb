using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>
/// Takes the answer to a heartbeat. It changes nothing: whether a peer is gone is told by the protocol's own pings.
/// </summary>
internal sealed class HeartbeatAckFrame(IServiceProvider services)
    : FrameHandler<HeartbeatAckFrame.Frame>("heartbeat_ack", services)
{
    internal sealed record Frame;

    protected override ValueTask Handle(Frame frame, Connection sender) => ValueTask.CompletedTask;
}
