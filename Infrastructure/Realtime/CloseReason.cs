namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Why the service closes a socket: the code and the sentence that the client sees.
/// </summary>
/// <param name="Code">The close code of RFC 6455, or one of ours from 4000 on.</param>
/// <param name="Text">At most 123 bytes.</param>
/// <param name="IsFinal">True where the client should not come back with the same token or chat.</param>
/// <param name="DropsQueue">True where what waits for the socket is not worth, or no longer for, its eyes.</param>
internal sealed record CloseReason(int Code, string Text, bool IsFinal = false, bool DropsQueue = false)
{
    internal static readonly CloseReason Normal = new(1000, "");
    internal static readonly CloseReason GoingAway = new(1001, "The server is stopping; come back.");
    internal static readonly CloseReason TextOnly = new(1003, "Only text frames are understood.");
    internal static readonly CloseReason NotUtf8 = new(1007, "The text is not UTF-8.");
    internal static readonly CloseReason Flooding = new(1008, "Too many frames; come back slower.");
    internal static readonly CloseReason Unfinished = new(1008, "A message was begun and not finished.");
    internal static readonly CloseReason TooManySockets = new(1008, "Too many sockets are open for this user.");
    internal static readonly CloseReason TooLarge = new(1009, "The frame is too large.");
    internal static readonly CloseReason Fault = new(1011, "The server failed; come back.");
    internal static readonly CloseReason TooSlow = new(1013, "Too slow a reader; come back and resume.", DropsQueue: true);
    internal static readonly CloseReason Unauthorized = new(4003, "Not signed in, or no longer.", true, true);
    internal static readonly CloseReason AccessDenied = new(4004, "Not in this chat, or no such chat.", IsFinal: true);
}
