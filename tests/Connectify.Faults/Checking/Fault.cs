namespace Connectify.Faults.Checking;

/// <summary>Everything that a history can be found guilty of.</summary>
internal enum Fault
{
    /// <summary>Acknowledged, and not in the final history.</summary>
    Lost,

    /// <summary>In the final history, and sent by nobody.</summary>
    Phantom,

    /// <summary>One key twice in the final history, or with two ids.</summary>
    Duplicate,

    /// <summary>Refused, and yet seen by somebody.</summary>
    AbortedRead,

    /// <summary>Nobody could say to the end whether it was stored.</summary>
    Unresolved,

    /// <summary>Two nodes, or a node and a reader, tell a chat differently.</summary>
    Disagreement,

    /// <summary>Positions are not 1 to n.</summary>
    PositionGap,

    /// <summary>A sender's later message stands before an earlier one.</summary>
    SenderOrder,

    /// <summary>A message that was sent after another was acknowledged stands before it.</summary>
    RealTimeOrder,

    /// <summary>A reader was not shown a message.</summary>
    StreamGap,

    /// <summary>A reader was shown a message after a later one.</summary>
    StreamInversion,

    /// <summary>A reader was shown a message twice with no word about it.</summary>
    StreamRepeat,

    /// <summary>An answer that was asked for after an acknowledgement did not show what was acknowledged.</summary>
    StaleRead,

    /// <summary>A change was acknowledged, and the final history does not show it.</summary>
    LostChange,

    /// <summary>What a reader was shown does not add up to what the service tells.</summary>
    WrongFold,

    /// <summary>What was read is unread again, or counted wrong.</summary>
    ReceiptWentBack,

    /// <summary>Somebody was shown what they were no longer to see.</summary>
    FrameAfterRevocation,

    /// <summary>Somebody's socket stayed open longer than it may.</summary>
    SocketLeftOpen,

    /// <summary>An answer that the service never gives, such as a 500.</summary>
    WrongAnswer,

    /// <summary>A node has written somebody's token into its log.</summary>
    ToldToken,

    /// <summary>What the scenario itself promises was not kept.</summary>
    Promise,

    /// <summary>Nothing happened that could have gone wrong.</summary>
    ProvedNothing,
}
