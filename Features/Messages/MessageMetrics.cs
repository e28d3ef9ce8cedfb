using System.Diagnostics.Metrics;
using Connectify.Features.Chats;
using Connectify.Infrastructure.Observability;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Features.Messages;

/// <summary>What is counted and timed of messages until they are stored.</summary>
internal sealed class MessageMetrics : IBeginsAtZero
{
    private const string Transport = "connectify.transport";
    private const string Rest = "rest";
    private const string Socket = "socket";
    private const string Kind = "connectify.chat.kind";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _repeated;
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;

    public MessageMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.OfService();
        _clock = clock;
        _stored = meter.CreateCounter<long>("connectify.messages.stored", "{message}", "Messages that were stored.");
        _repeated = meter.CreateCounter<long>(
            "connectify.messages.repeated", "{message}", "Messages that had been stored before, and were answered with the first.");
        _commit = meter.CreateTimes("connectify.message.commit.duration", "From when a message came until it was committed.");
        _batch = meter.CreateHistogram(
            "connectify.messages.batch.size", "{message}", "Messages that shared a statement and a commit.", tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] });
    }

    public void Begin()
    {
        foreach (var transport in new[] { Rest, Socket })
        {
            _stored.Add(0, Tag(Transport, transport), Tag(Kind, ChatKind.Conversation));
            _stored.Add(0, Tag(Transport, transport), Tag(Kind, ChatKind.Group));
            _repeated.Add(0, Tag(Transport, transport));
        }
    }

    /// <summary>Counts what came of a batch.</summary>
    internal void Stored(IReadOnlyList<WaitingMessage> batch, StoredMessage?[] stored)
    {
        _batch.Record(batch.Count);

        for (var i = 0; _stored.Enabled && i < stored.Length; i++)
        {
            Stored(batch[i].Message, stored[i], batch[i].Since);
        }
    }

    /// <summary>Counts what came of one message.</summary>
    internal void Stored(NewMessage message, StoredMessage? row, long since)
    {
        if (!_stored.Enabled || row is null)
        {
            return;
        }

        if (row.Id is not null)
        {
            _stored.Add(1, TransportOf(message), Tag(Kind, message.Chat.Kind));
            _commit.Record(_clock.GetElapsedTime(since).TotalSeconds, TransportOf(message));
        }
        else if (row.RepeatedId is not null)
        {
            _repeated.Add(1, TransportOf(message));
        }
    }

    /// <summary>Counts the message that a chat begins with, if it was made and has one. It has no time of its own.</summary>
    internal void Began(string chatKind, long? created, string? content)
    {
        if (created is not null && content is not null)
        {
            _stored.Add(1, Tag(Transport, Rest), Tag(Kind, chatKind));
        }
    }

    private static KeyValuePair<string, object?> TransportOf(NewMessage message) =>
        Tag(Transport, message.IsFromSocket ? Socket : Rest);
}
