using Connectify.Benchmarks.Staging;

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
        new IdleRow(
            "idle", "memory per idle socket at 5,000 / bare Kestrel's", target: 1.2, sockets: World.Users),
        new ProcessorRow(
            "cpu", "CPU per durable WebSocket message, 64 senders, with PostgreSQL / the bare program's that stores", target: 1.4, senders: 64),
        new LoneSenderRow(
            "lone-sender", "lone sender, send to delivery, p50 / pgbench's mean with one client", target: 2.5),
        new StartRow(
            "start", "start to the first 200 on a migrated database / bare Kestrel's", target: 2),
        new ReadsRow(
            "reads", "reads and sends, p50 with ten million messages stored / with ten thousand",
            sizes: [10_000, 100_000, 1_000_000, 10_000_000]),
        new ChurnRow(
            "churn", "memory after 10,000 sockets came, chatted and went, ten times over / after the first time", target: 1.1, times: 10),
        new SweepRow(
            "sweep", "pictures: throughput and latency against the number of senders", loads: [1, 4, 16, 64, 256]),
    ];
}
