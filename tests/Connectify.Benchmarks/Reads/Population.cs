namespace Connectify.Benchmarks.Reads;

/// <summary>Who is in which chats, and how long each becomes. The same for the same shape.</summary>
internal static class Population
{
    private const int Seed = 2026;

    // Of the newest messages of the large chat, those that the reader has not read.
    private const int ReaderBacklog = 2500;

    /// <summary>All chats, empty; the large one first.</summary>
    internal static FilledChat[] Chats(DataShape shape)
    {
        var lengths = Lengths(shape.Messages - shape.LargeLength, shape.Chats - 1);
        var stride = shape.Chats / shape.ReaderChats;
        var large = Enumerable.Range(0, DataShape.LargeMembers);

        return
        [
            Chat(0, true, shape.LargeLength, large),
            .. lengths.Select((length, i) => i % 2 == 0
                ? Chat(i + 1, false, length, Pair(i / 2, i / 2 % stride == 0, shape))
                : Chat(i + 1, true, length, Group(i / 2, i / 2 % stride == 0, shape))),
        ];
    }

    /// <summary>For each message that is not in the large chat, the chat that it is sent to: busy ones more often, all mixed.</summary>
    internal static int[] Order(FilledChat[] chats)
    {
        var order = new int[chats.Skip(1).Sum(chat => chat.Length)];
        var filled = 0;

        for (var i = 1; i < chats.Length; i++)
        {
            order.AsSpan(filled, chats[i].Length).Fill(i);
            filled += chats[i].Length;
        }

        Shuffle(order);

        return order;
    }

    private static FilledChat Chat(int index, bool isGroup, int length, IEnumerable<int> users) =>
        new(
            KnownIds.FirstChat + index,
            isGroup,
            length,
            [.. users.Select((user, place) => new FilledMember(KnownIds.User(user), StopsAt(index, place, length)))]);

    // Most go on reading, some were here last a while ago, and some have never read anything.
    private static long StopsAt(int chat, int place, int length) => (chat, place) switch
    {
        (0, 0) => length - ReaderBacklog,
        _ when (chat + place) % 10 == 9 => 0,
        _ when (chat + place) % 10 == 7 => length * 9L / 10,
        _ => length,
    };

    // Each distance between the two comes once for each of the users who are not the reader.
    private static int[] Pair(int number, bool isReaders, DataShape shape)
    {
        var others = shape.Users - 1;
        var first = number % others;

        return isReaders ? [0, 1 + first] : [1 + first, 1 + ((first + 1 + (number / others)) % others)];
    }

    private static IEnumerable<int> Group(int number, bool isReaders, DataShape shape) =>
        Enumerable.Range(0, DataShape.GroupMembers)
            .Select(place => isReaders && place == 0 ? 0 : 1 + (((number * 7) + (place * 13)) % (shape.Users - 1)));

    // A few chats are busy and most are not.
    private static int[] Lengths(int messages, int chats)
    {
        var lengths = new int[chats];
        Array.Fill(lengths, MessagePattern.Length);
        var random = new Random(Seed);

        for (var left = (messages / MessagePattern.Length) - chats; left > 0; left--)
        {
            lengths[(int)(chats * Math.Pow(random.NextDouble(), 3))] += MessagePattern.Length;
        }

        return lengths;
    }

    private static void Shuffle(int[] order)
    {
        var random = new Random(Seed);
        random.Shuffle(order);
    }
}
