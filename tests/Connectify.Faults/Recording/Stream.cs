using System.Collections.Concurrent;

namespace Connectify.Faults.Recording;

/// <summary>What one reader saw of one chat, over all its sockets.</summary>
/// <param name="name">Which reader.</param>
/// <param name="chat">The chat.</param>
/// <param name="user">The reader.</param>
internal sealed class Stream(string name, long chat, long user)
{
    private readonly ConcurrentQueue<Entry> _entries = [];

    internal string Name { get; } = name;

    internal long Chat { get; } = chat;

    internal long User { get; } = user;

    /// <summary>Where the reader goes on from, as the service last said.</summary>
    internal string? Cursor { get; set; }

    /// <summary>False for who is not meant to see everything to the end, such as a removed member.</summary>
    internal bool IsWhole { get; set; } = true;

    internal IReadOnlyCollection<Entry> Entries => _entries;

    internal void Add(Entry entry) => _entries.Enqueue(entry);

    public override string ToString() => $"{Name} (user {User}, chat {Chat})";
}
