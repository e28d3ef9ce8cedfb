namespace Connectify.Benchmarks.Rows;

/// <summary>Everything that is measured, in the order of the table.</summary>
internal static class AllRows
{
    internal static IReadOnlyList<Row> List { get; } =
    [
        new SendRow(
            "send-64", "durable sends/s over WebSocket, 64 senders / pgbench, 64 clients", target: 1.5, senders: 64, clients: 64),
        new SendRow(
            "send-16", "durable sends/s over WebSocket, 16 senders / pgbench, 16 clients", target: 0.75, senders: 16, clients: 16),
        new SendRow(
            "send-256", "durable sends/s over WebSocket, 256 senders / pgbench, 64 clients", target: 2, senders: 256, clients: 64),
        new SendRow(
            "send-rest", "durable sends/s over REST, 64 connections / pgbench, 64 clients", target: 1, senders: 64, clients: 64, isRest: true),
        new FanOutRow(
            "fan-out-1000", "deliveries/s, stored first, 1,000 online, 8 senders / bare Kestrel's", target: 0.9, online: 1000, senders: 8),
        new FanOutRow(
            "fan-out-100", "deliveries/s, stored first, 100 online, 16 senders / bare Kestrel's", target: 0.4, online: 100, senders: 16),
    ];
}
