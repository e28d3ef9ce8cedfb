using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>Answers at once, so that a client knows that the connection and the service are well.</summary>
internal sealed class PingFrame(TimeProvider clock, IServiceProvider services)
    : FrameHandler<PingFrame.Frame>("ping", services)
{
    internal sealed record Frame;

    /// <param name="Timestamp">UTC.</param>
    /// <param name="ClientId">The username and the user's id.</param>
    internal sealed record Pong(DateTime Timestamp, string ClientId) : ServerEvent("pong");

    protected override ValueTask Handle(Frame frame, Connection sender)
    {
        sender.Answer(new Pong(clock.GetUtcNow().UtcDateTime, $"{sender.Me.Username}_{sender.Me.Id}"));

        return ValueTask.CompletedTask;
    }
}
