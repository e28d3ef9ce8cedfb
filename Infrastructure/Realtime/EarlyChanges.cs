namespace Connectify.Infrastructure.Realtime;

/// <summary>Changes of a topic that wait for their turn. They come in any order, and may come twice.</summary>
internal sealed class EarlyChanges
{
    // Beyond this it is cheaper to read all of it again.
    private const int Most = 1000;

    private readonly SortedDictionary<long, Publication> _changes = [];

    internal void Add(Publication change)
    {
        if (_changes.Count >= Most)
        {
            _changes.Clear();
        }

        _changes.TryAdd(change.Cursor.Change, change);
    }

    /// <summary>Takes the one that follows a change; null while that has not come.</summary>
    internal Publication? TakeAfter(long shown) => _changes.Remove(shown + 1, out var next) ? next : null;

    /// <summary>Takes all up to a change, in their order.</summary>
    internal IReadOnlyList<Publication> TakeUpTo(long shown)
    {
        var passed = _changes.Values.TakeWhile(change => change.Cursor.Change <= shown).ToList();
        passed.ForEach(change => _changes.Remove(change.Cursor.Change));

        return passed;
    }
}
