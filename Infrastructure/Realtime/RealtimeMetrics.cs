using System.Diagnostics.Metrics;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Observability;
using static Connectify.Infrastructure.Observability.Telemetry;

namespace Connectify.Infrastructure.Realtime;

/// <summary>What is counted and timed of sockets and of what goes through them.</summary>
internal sealed class RealtimeMetrics : IBeginsAtZero
{
    private const string Kind = "connectify.delivery.kind";
    private const string Code = "connectify.close.code";
    private const string By = "connectify.close.by";
    private const string Service = "service";
    private const string Outcome = "connectify.resume.outcome";
    private const string Resumed = "resumed";
    private const string Resync = "resync_required";

    private readonly RefusalKinds? _kinds;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _delivery;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _overflows;
    private readonly Counter<long> _resumes;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _refusedFrames;

    public RealtimeMetrics(IMeterFactory meters, RefusalKinds kinds)
        : this(meters.OfService()) => _kinds = kinds;

    private RealtimeMetrics(Meter meter)
    {
        _deliveries = meter.CreateCounter<long>(
            "connectify.deliveries", "{frame}", "Frames put into the queues of the sockets that listen to their chat.");
        _dropped = meter.CreateCounter<long>(
            "connectify.deliveries.dropped", "{frame}", "Signs of typing and heartbeats left out for sockets whose queue was half full.");
        _delivery = meter.CreateTimes(
            "connectify.message.delivery.duration", "From when a message came until it was written to the last socket of this node.");
        _closed = meter.CreateCounter<long>("connectify.sockets.closed", "{socket}", "Sockets that were open and have ended.");
        _refused = meter.CreateCounter<long>("connectify.sockets.refused", "{socket}", "Sockets that were sent away as soon as they were opened.");
        _overflows = meter.CreateCounter<long>("connectify.sockets.overflows", "{socket}", "Sockets whose queue was full, so that they were closed.");
        _resumes = meter.CreateCounter<long>("connectify.sockets.resumes", "{socket}", "Sockets that came back with a cursor.");
        _replayed = meter.CreateCounter<long>("connectify.frames.replayed", "{frame}", "Frames shown to sockets that resumed.");
        _gaps = meter.CreateCounter<long>("connectify.gaps.found", "{gap}", "Times that a chat's sockets had to be shown from the database what nobody had told of.");
        _refusedFrames = meter.CreateCounter<long>("connectify.frames.refused", "{frame}", "Frames of clients that were answered with an error.");
    }

    /// <summary>Instruments to which nobody can listen.</summary>
    internal static RealtimeMetrics Unheard => Silence.Metrics;

    /// <summary>True where somebody wants to know how long messages take.</summary>
    internal bool TimesDeliveries => _delivery.Enabled;

    public void Begin()
    {
        _dropped.Add(0);
        _overflows.Add(0);
        _replayed.Add(0);
        _gaps.Add(0);
        _resumes.Add(0, Tag(Outcome, Resumed));
        _resumes.Add(0, Tag(Outcome, Resync));
        _closed.Add(0, Tag(Code, $"{CloseReason.Fault.Code}"), Tag(By, Service));
        _refused.Add(0, Tag(Code, $"{CloseReason.Unauthorized.Code}"));
        _refused.Add(0, Tag(Code, $"{CloseReason.AccessDenied.Code}"));
        _refusedFrames.Add(0, Tag(RefusalKinds.Attribute, ErrorFrame.Fault));
        _refusedFrames.Add(0, Tag(RefusalKinds.Attribute, ErrorFrame.Unavailable));
    }

    /// <summary>A frame was put into the queues of so many sockets, or so many frames together.</summary>
    internal void Delivered(int count, string kind)
    {
        if (_deliveries.Enabled && count > 0)
        {
            _deliveries.Add(count, Tag(Kind, kind));
        }
    }

    internal void Dropped() => _dropped.Add(1);

    internal void TookUntilDelivered(TimeSpan time) => _delivery.Record(time.TotalSeconds);

    /// <summary>A socket is being closed.</summary>
    internal void Closing(CloseReason reason)
    {
        if (reason == CloseReason.TooSlow)
        {
            _overflows.Add(1);
        }
    }

    /// <summary>A chat was waited for, and may still be behind.</summary>
    internal void LookedForGap(Feed feed)
    {
        if (feed.IsBehind)
        {
            _gaps.Add(1);
        }
    }

    /// <summary>A socket has ended.</summary>
    /// <param name="reason">Why the service closed it; null where the client did.</param>
    /// <param name="clientCode">What the client closed with; null where it went without a word.</param>
    internal void Closed(CloseReason? reason, int? clientCode)
    {
        if (_closed.Enabled)
        {
            _closed.Add(
                1,
                Tag(Code, reason is null ? CodeOfClient(clientCode) : $"{reason.Code}"),
                Tag(By, reason is null ? "client" : Service));
        }
    }

    internal void Refused(CloseReason reason)
    {
        if (_refused.Enabled)
        {
            _refused.Add(1, Tag(Code, $"{reason.Code}"));
        }
    }

    /// <summary>A socket begins. If it came back, it is shown what it missed, and last that this was all or too much.</summary>
    internal void Began(IReadOnlyList<Broadcast> replay, bool hasResumed)
    {
        if (replay.Count == 0)
        {
            return;
        }

        if (_resumes.Enabled)
        {
            _resumes.Add(1, Tag(Outcome, hasResumed ? Resumed : Resync));
        }

        if (_replayed.Enabled && hasResumed)
        {
            _replayed.Add(replay.Count - 1);
        }
    }

    /// <summary>A socket is answered, maybe with an error.</summary>
    internal void Answered(ServerEvent answer)
    {
        if (_refusedFrames.Enabled && answer is ErrorFrame error)
        {
            _refusedFrames.Add(1, Tag(RefusalKinds.Attribute, error.Refusal is { } refusal ? _kinds?.Of(refusal) ?? error.Kind : error.Kind));
        }
    }

    // Made where it is needed, which is never in the service itself.
    private static class Silence
    {
        internal static readonly RealtimeMetrics Metrics = new(new Meter("Unheard"));
    }

    // A client may close with any number; those that mean something are told apart.
    private static string CodeOfClient(int? code) => code switch
    {
        null => "1006",
        >= 1000 and <= 1015 => $"{code}",
        _ => "other",
    };
}
