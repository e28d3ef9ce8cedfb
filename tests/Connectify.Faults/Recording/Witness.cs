namespace Connectify.Faults.Recording;

/// <summary>An answer of the service, whatever was asked.</summary>
/// <param name="Begun">When it was asked.</param>
/// <param name="Done">When the answer was there.</param>
/// <param name="Status">The status; 0 where none came.</param>
/// <param name="Entrance">Who was asked.</param>
/// <param name="What">What was asked, and what went wrong.</param>
internal sealed record Answer(long Begun, long Done, int Status, string Entrance, string What);

/// <summary>Somebody asked how far a chat is.</summary>
/// <param name="Begun">When it was asked.</param>
/// <param name="Done">When the answer was there.</param>
/// <param name="Chat">The chat.</param>
/// <param name="Entrance">Who was asked.</param>
/// <param name="Highest">The newest position in the answer.</param>
internal sealed record Look(long Begun, long Done, long Chat, string Entrance, long Highest);

/// <summary>Somebody has changed something other than by a new message, and was told that it is done.</summary>
/// <param name="Invoked">When it was asked first.</param>
/// <param name="Done">When it was acknowledged.</param>
/// <param name="Chat">The chat.</param>
/// <param name="Id">The message.</param>
/// <param name="Kind">edit, delete, react, unreact.</param>
/// <param name="Value">The new text, or the reaction.</param>
internal sealed record Change(long Invoked, long Done, long Chat, long Id, string Kind, string Value);

/// <summary>A user has read everything up to a message, and was told that it is done.</summary>
internal sealed record Receipt(long Done, long Chat, long User, long UpTo);

/// <summary>A user lost the right to a chat, or to everything.</summary>
/// <param name="At">When that was acknowledged.</param>
/// <param name="User">The user.</param>
/// <param name="Chat">The chat; null for all.</param>
/// <param name="Bound">After how long nothing may be shown and the socket is closed.</param>
/// <param name="Code">What it is closed with.</param>
internal sealed record Revocation(long At, long User, long? Chat, TimeSpan Bound, int Code);

/// <summary>A whole chat as a node tells it at the end.</summary>
/// <param name="Entrance">The node.</param>
/// <param name="Chat">The chat.</param>
/// <param name="Messages">All its messages, oldest first.</param>
internal sealed record Ending(string Entrance, long Chat, IReadOnlyList<Message> Messages);

/// <summary>How much a user has to read in a chat at the end.</summary>
internal sealed record Unread(string Entrance, long Chat, long User, long Count);
