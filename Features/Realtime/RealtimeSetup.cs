using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Observability;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>Everything that sockets need.</summary>
internal static class RealtimeSetup
{
    internal static WebApplicationBuilder AddRealtime(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RealtimeOptions>("Realtime");
        builder.Services.AddSingleton(BackplaneOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<Backplane>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Backplane>());
        builder.Services.AddSingleton<MissedMessages>();
        builder.Services.AddSingleton<ChatReader>();
        builder.Services.AddSingleton<Entrance>();
        builder.Services.AddSingleton<MissedReceipts>();
        builder.Services.AddSingleton<ReadSince>(services => services.GetRequiredService<ChatReader>().Since);
        builder.Services.AddCounters<RealtimeMetrics>();
        builder.Services.AddSingleton<Hub>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<FrameRouter>();
        builder.Services.AddSingleton<Standings>();
        builder.Services.AddHostedService<StandingCheck>();
        builder.Services.AddHostedService<Pulse>();
        builder.Services.AddHostedService<Ebb>();
        builder.Services.AddHostedService<RealtimeGauges>();
        builder.Services.AddFrames();

        return builder;
    }
}
