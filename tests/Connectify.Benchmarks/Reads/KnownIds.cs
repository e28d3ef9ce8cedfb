namespace Connectify.Benchmarks.Reads;

/// <summary>
/// Ids in a filled database. They begin where all that follow have as many digits, whatever the size: else the answers of
/// a larger one were longer.
/// </summary>
internal static class KnownIds
{
    internal const long Organization = 1;

    /// <summary>The first user, whose session has the same id, as all have.</summary>
    internal const long FirstUser = 10_001;

    internal const long FirstChat = 10_001;

    internal const long FirstMessage = 10_000_001;

    /// <summary>Who is in many chats, and whom the measured requests come from.</summary>
    internal const long Reader = FirstUser;

    /// <summary>The group chat with half of all messages.</summary>
    internal const long LargeChat = FirstChat;

    internal static long User(int index) => FirstUser + index;
}
