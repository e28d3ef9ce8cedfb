namespace Connectify.Benchmarks.Reads;

/// <summary>
/// How much is in a data set: messages, half of them in one large group chat and the others in all other chats, half of
/// those conversations and half group chats. The shape is the same at every size, so that answers are of one size too.
/// </summary>
/// <param name="Messages">In all chats together.</param>
/// <param name="Chats">The large one among them.</param>
/// <param name="Users">All in one organization.</param>
/// <param name="ReaderChats">Chats that the reader is in beside the large one, give or take a few.</param>
internal sealed record DataShape(int Messages, int Chats, int Users, int ReaderChats)
{
    /// <summary>The smallest, and what every size is a multiple of: then every chat ends at the same point of a pattern.</summary>
    internal const int Smallest = 10_000;

    /// <summary>Members of the large chat.</summary>
    internal const int LargeMembers = 100;

    /// <summary>Members of every other group chat.</summary>
    internal const int GroupMembers = 10;

    private const int FewestChats = 100;
    private const int FewestUsers = 200;
    private const int FewestReaderChats = 50;

    /// <summary>The shape of that many messages: of 10 million 10,000 chats, of 10,000 a hundred, each page of a list full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no multiple of <see cref="Smallest"/>.</exception>
    internal static DataShape Of(int messages)
    {
        if (messages < Smallest || messages % Smallest != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(messages), messages, $"A multiple of {Smallest} was expected.");
        }

        var chats = (int)Math.Round(FewestChats * Math.Pow(messages / (double)Smallest, 2.0 / 3));

        return new DataShape(
            messages, chats, Math.Max(FewestUsers, chats / 2), Math.Max(FewestReaderChats, chats / 10));
    }

    /// <summary>Messages of the large chat.</summary>
    internal int LargeLength => Messages / 2;
}
