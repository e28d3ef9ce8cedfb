namespace Connectify.Faults.Recording;

/// <summary>Something that happened on a reader's stream.</summary>
/// <param name="At">When, in microseconds of the run.</param>
internal abstract record Entry(long At)
{
    /// <summary>True for what the service has shown of the chat.</summary>
    internal virtual bool IsShown => false;
}

/// <summary>A socket was opened; without a cursor for the first time, or because nothing could be resumed.</summary>
internal sealed record Opened(long At, string Entrance, string? Cursor) : Entry(At);

/// <summary>Everything since the cursor has been shown.</summary>
internal sealed record Resumed(long At) : Entry(At);

/// <summary>The service says that it is too much to be shown.</summary>
internal sealed record Resynced(long At) : Entry(At);

/// <summary>The whole chat was fetched over REST.</summary>
internal sealed record Filled(long At, IReadOnlyList<Message> Messages) : Entry(At);

/// <summary>The socket is closed; without a code where it broke.</summary>
internal sealed record Closed(long At, int? Code, string Why) : Entry(At);

/// <summary>A new message.</summary>
internal sealed record Shown(long At, Message Message) : Entry(At)
{
    internal override bool IsShown => true;
}

/// <summary>A message as it is now.</summary>
internal sealed record Updated(long At, Message Message) : Entry(At)
{
    internal override bool IsShown => true;
}

/// <summary>A message has become a tombstone.</summary>
internal sealed record Deleted(long At, long Id) : Entry(At)
{
    internal override bool IsShown => true;
}

/// <summary>Somebody has put an emoji on a message, or taken it off.</summary>
internal sealed record Reacted(long At, long Id, string Reaction, bool IsThere) : Entry(At)
{
    internal override bool IsShown => true;
}

/// <summary>Somebody has read messages.</summary>
internal sealed record HasRead(long At, long User, IReadOnlyList<long> Ids, long? UpTo) : Entry(At)
{
    internal override bool IsShown => true;
}

/// <summary>Another frame about the chat, such as a new member.</summary>
internal sealed record Told(long At, string Type, string Text) : Entry(At)
{
    internal override bool IsShown => true;
}
