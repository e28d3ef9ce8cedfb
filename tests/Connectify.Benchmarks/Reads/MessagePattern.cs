namespace Connectify.Benchmarks.Reads;

/// <summary>
/// What a message is like, which follows from its position alone and comes again every <see cref="Length"/> positions: so
/// equal pages of two chats are of equal size, however long the chats are.
/// </summary>
internal sealed class MessagePattern
{
    /// <summary>How many messages there are until it begins anew; the length of every chat is a multiple.</summary>
    internal const int Length = 50;

    // How many until the order of senders begins anew.
    private const int Turns = 2500;

    private const int LongOne = 47;
    private const string Words =
        "the meeting moves to Thursday because the room is taken and nobody minds an hour more of sleep before it begins ";

    private static readonly int[] Edited = [7, 31];
    private static readonly int[] Replies = [5, 11, 19, 37, 43];
    private static readonly Dictionary<int, int> Reacted = new() { [3] = 1, [17] = 2, [29] = 3, [41] = 1 };

    private static readonly MessagePattern[] All = [.. Enumerable.Range(0, Length).Select(at => new MessagePattern(at))];
    private static readonly uint[] Senders = [.. Enumerable.Range(0, Turns).Select(Scatter)];

    private MessagePattern(int at)
    {
        IsDeleted = at == 13;
        IsEdited = Edited.Contains(at);
        IsReply = Replies.Contains(at);
        HasFile = at == 23;
        HasKey = at % 2 == 0;
        IsFromSocket = at % 3 != 0;
        Reactions = Reacted.GetValueOrDefault(at);
        var length = at == LongOne ? 800 : 10 + (at * 37 % Length * 2);
        Content = IsDeleted ? "" : string.Concat(Enumerable.Repeat(Words, 8))[at..(at + length)].Trim();
    }

    internal bool IsDeleted { get; }

    internal bool IsEdited { get; }

    /// <summary>It answers the message before it.</summary>
    internal bool IsReply { get; }

    internal bool HasFile { get; }

    internal bool HasKey { get; }

    internal bool IsFromSocket { get; }

    /// <summary>How many reactions it has.</summary>
    internal int Reactions { get; }

    internal string Content { get; }

    internal static MessagePattern At(long position) => All[position % Length];

    /// <summary>Which of the members sends the message at a position.</summary>
    internal static int Sender(long position, int members) => (int)(Senders[position % Turns] % (uint)members);

    private static uint Scatter(int number)
    {
        var mixed = (uint)number * 0x9E3779B1u;
        mixed = (mixed ^ (mixed >> 15)) * 0x85EBCA77u;

        return mixed ^ (mixed >> 13);
    }
}
