namespace Connectify.Infrastructure.Realtime;

/// <summary>A part of a topic's state that somebody was not told of.</summary>
/// <param name="Position">Of a message; null for what is none.</param>
/// <param name="Change">The newest change of it; null for a message that has not been touched since it was sent.</param>
/// <param name="New">The frame for who has not seen the message yet; null for what is no message.</param>
/// <param name="Changed">The frame for who knows the message but not its change, and for what is no message.</param>
internal sealed record Missed(long? Position, long? Change, ServerEvent? New, ServerEvent Changed)
{
    /// <summary>The frame for who has seen everything up to a cursor; null where there is nothing new in it.</summary>
    /// <param name="seen">What has been seen.</param>
    /// <param name="upTo">How far the topic is.</param>
    internal Broadcast? For(Cursor seen, Cursor upTo)
    {
        var changed = Change is { } change
            ? new Broadcast(new Content(Changed), upTo with { Change = change }) { Change = change }
            : null;

        if (Position > seen.Position)
        {
            // Until all new messages are shown, nobody has seen a change later than the one it all started from.
            return new Broadcast(new Content(New!), seen with { Position = Position.Value })
            {
                Position = Position,
                Change = Change,
                ToWhoKnowsIt = changed,
            };
        }

        return Change > seen.Change ? changed : null;
    }
}

/// <summary>What a topic has become since a cursor.</summary>
/// <param name="Missed">New messages by position, then what was changed, by change.</param>
/// <param name="UpTo">Where somebody stands who has been shown it.</param>
/// <param name="IsWhole">False where there is more.</param>
/// <param name="Absent">Which of the listening users may listen no longer.</param>
/// <param name="End">The last frame of a topic that is no more; null where it goes on.</param>
internal sealed record Reading(
    IReadOnlyList<Missed> Missed, Cursor UpTo, bool IsWhole, IReadOnlyList<long> Absent, ServerEvent? End = null);

/// <summary>Reads a bounded part of what a topic has become since a cursor, and which of those who listen still may.</summary>
internal delegate Task<Reading> ReadSince(Topic topic, Cursor after, long[] listeners);
