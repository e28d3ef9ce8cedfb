using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>Everything that sockets need.</summary>
internal static class RealtimeSetup
{
    internal static WebApplicationBuilder AddRealtime(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RealtimeOptions>("Realtime");
        builder.Services.AddSingleton<MissedMessages>();
        builder.Services.AddSingleton<ReadSince>(services => services.GetRequiredService<MissedMessages>().Since);
        builder.Services.AddSingleton<Hub>();
        builder.Services.AddSingleton<FrameRouter>();
        builder.Services.AddHostedService<Pulse>();
        builder.Services.AddFrames();

        return builder;
    }
}
