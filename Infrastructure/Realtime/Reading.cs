namespace Connectify.Infrastructure.Realtime;

/// <summary>A part of a topic's state that somebody was not told of.</summary>
/// <param name="Position">Of a message; null for what is none.</param>
/// <param name="Change">The newest change of it; null for a message that has not been touched since it was sent.</param>
/// <param name="New">The frame for who has not seen the message yet; null for what is no message.</param>
/// <param name="Changed">The frame for who knows the message but not its change, and for what is no message.</param>
internal sealed record Missed(long? Position, long? Change, ServerEvent? New, ServerEvent Changed)
{
    /// <summary>True where there is something new in it for who has seen everything up to a cursor.</summary>
    internal bool IsNewTo(Cursor seen) => Position > seen.Position || Change > seen.Change;

    /// <summary>
    /// Where somebody stands who has seen everything up to a cursor, and then this. Until all new messages are shown,
    /// nobody has seen a change later than the one it all started from.
    /// </summary>
    internal Cursor After(Cursor seen, Cursor upTo) =>
        Position > seen.Position ? seen with { Position = Position.Value } : upTo with { Change = Change!.Value };

    /// <summary>The frame for who has seen everything up to a cursor, and leads to another.</summary>
    internal Broadcast ToBroadcast(Cursor seen, Cursor leadsTo)
    {
        var changed = Change is null ? null : new Broadcast(new Content(Changed), leadsTo) { Change = Change };

        return Position > seen.Position
            ? new Broadcast(new Content(New!), leadsTo) { Position = Position, Change = Change, ToWhoKnowsIt = changed }
            : changed!;
    }
}

/// <summary>What a topic has become since a cursor.</summary>
/// <param name="Missed">New messages by position, then what was changed, by change.</param>
/// <param name="UpTo">Where somebody stands who has been shown it.</param>
/// <param name="IsWhole">False where there is more.</param>
/// <param name="Absent">Which of the listening users may listen no longer, and why.</param>
/// <param name="End">The last frame of a topic that is no more; null where it goes on.</param>
internal sealed record Reading(
    IReadOnlyList<Missed> Missed, Cursor UpTo, bool IsWhole, IReadOnlyList<Absence> Absent, ServerEvent? End = null)
{
    /// <summary>The frames for who has seen everything up to a cursor. The last leads to where the reading ends.</summary>
    internal IEnumerable<Broadcast> ToBroadcasts(Cursor seen)
    {
        var news = Missed.Where(missed => missed.IsNewTo(seen)).ToList();

        return news.Select((missed, i) =>
            missed.ToBroadcast(seen, i == news.Count - 1 ? UpTo : missed.After(seen, UpTo)));
    }
}

/// <summary>Somebody who may listen no longer.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Reason">What their sockets are closed with.</param>
internal sealed record Absence(long UserId, CloseReason Reason);

/// <summary>Reads a bounded part of what a topic has become since a cursor, and which of those who listen still may.</summary>
internal delegate Task<Reading> ReadSince(Topic topic, Cursor after, long[] listeners);
