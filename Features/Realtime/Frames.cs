using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>Every type of frame that clients may send.</summary>
internal static class Frames
{
    internal static void AddFrames(this IServiceCollection services)
    {
        services.AddSingleton<FrameHandler, MessageFrame>();
        services.AddSingleton<FrameHandler, TypingFrame>();
        services.AddSingleton<FrameHandler, ReadFrame>();
        services.AddSingleton<FrameHandler, ReadMessagesFrame>();
        services.AddSingleton<FrameHandler, PingFrame>();
        services.AddSingleton<FrameHandler, HeartbeatAckFrame>();
    }
}
