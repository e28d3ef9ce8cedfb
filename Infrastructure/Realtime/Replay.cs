namespace Connectify.Infrastructure.Realtime;

/// <summary>What a socket that goes on from a cursor is shown before all else. It does not count against the queue.</summary>
/// <param name="Frames">What it missed, and that it has resumed; or only that it has to fetch everything anew.</param>
/// <param name="UpTo">Where it stands after them; null where it has to fetch.</param>
internal sealed record Replay(IReadOnlyList<Broadcast> Frames, Cursor? UpTo)
{
    /// <summary>Shown to who has missed too much, or whose cursor makes no sense.</summary>
    internal static Replay Anew { get; } = new([new Broadcast(new Content(new ResyncRequired()))], null);

    /// <summary>A replay of what was missed, and with what it ends.</summary>
    internal static Replay Of(Reading reading, Cursor seen, object chat) => new(
        [
            .. reading.ToBroadcasts(seen),
            new Broadcast(new Content(new Resumed(chat)), reading.UpTo),
        ],
        reading.UpTo);

    /// <summary>Nothing is missing any more: what comes now is live.</summary>
    /// <param name="Chat">What the topic is now, as the reader sees it.</param>
    internal sealed record Resumed(object Chat) : ServerEvent("resumed");

    /// <summary>What was missed is too much to be shown; it has to be fetched. What comes now is live.</summary>
    internal sealed record ResyncRequired() : ServerEvent("resync_required");
}
