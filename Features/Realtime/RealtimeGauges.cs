using System.Diagnostics.Metrics;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Observability;
using Connectify.Infrastructure.Realtime;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Features.Realtime;

/// <summary>What can be seen of sockets, and of the way to other nodes, whenever somebody looks.</summary>
internal sealed class RealtimeGauges : IHostedService
{
    public RealtimeGauges(IMeterFactory meters, Hub hub, Admission admission, Backplane backplane)
    {
        var meter = meters.OfService();
        meter.CreateObservableUpDownCounter(
            "connectify.sockets.open", () => CountByKind(hub), "{socket}", "Sockets that are open, or being opened.");
        meter.CreateObservableUpDownCounter(
            "connectify.chats.listened", () => hub.Feeds.LongCount(), "{chat}", "Chats that somebody listens to on this node.");
        meter.CreateObservableUpDownCounter(
            "connectify.sockets.waiting", () => admission.Waiting, "{socket}", "Sockets that wait for their turn to be opened.");
        meter.CreateObservableGauge(
            "connectify.backplane.configured", () => backplane.IsConfigured ? 1 : 0, "1", "1 where the settings name a Redis.");
        meter.CreateObservableGauge(
            "connectify.backplane.connected", () => backplane.IsConnected ? 1 : 0, "1", "1 while Redis can be spoken to.");
        meter.CreateObservableUpDownCounter(
            "connectify.backplane.outbox", () => backplane.Waiting, "{signal}", "What waits to be told to other nodes.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Measurement<long>[] CountByKind(Hub hub)
    {
        var (conversations, groups) = (0L, 0L);

        foreach (var connection in hub.Connections)
        {
            _ = connection.Chat().Kind == ChatKind.Group ? groups++ : conversations++;
        }

        return
        [
            new(conversations, Tag("connectify.chat.kind", ChatKind.Conversation)),
            new(groups, Tag("connectify.chat.kind", ChatKind.Group)),
        ];
    }
}
