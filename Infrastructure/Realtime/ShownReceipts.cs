namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Which receipts a feed has shown lately, so that one that came by another node's word is not shown again when it is
/// found in the database. Two generations: an entry is remembered for at least the time between two forgettings.
/// </summary>
internal sealed class ShownReceipts
{
    // Where that many are read at once, a receipt that is shown twice is the smaller evil.
    private const int Most = 10_000;

    private HashSet<(long User, long Start)> _recent = [];
    private HashSet<(long User, long Start)> _older = [];
    private readonly Dictionary<long, long> _pointers = [];

    /// <summary>
    /// Remembers a receipt; false where it was known, or has been overtaken. One that is known by nothing counts as new.
    /// </summary>
    /// <param name="user">Who has read.</param>
    /// <param name="starts">The first positions of the ranges that were read.</param>
    /// <param name="isPointer">
    /// True where it says up to where everything is read. Such a one is never shown after a later one, or that would go
    /// back; what it read is then found in the database, and shown without saying so.
    /// </param>
    internal bool Add(long user, IReadOnlyList<long> starts, bool isPointer)
    {
        var isNew = starts.Count == 0;

        if (isPointer && !isNew)
        {
            var last = starts.Max();

            if (last < _pointers.GetValueOrDefault(user))
            {
                return false;
            }

            _pointers[user] = last;
        }

        foreach (var start in starts)
        {
            isNew |= !_older.Contains((user, start)) & _recent.Add((user, start));
        }

        if (_recent.Count > Most)
        {
            Forget();
        }

        return isNew;
    }

    /// <summary>Forgets what was remembered before the last forgetting.</summary>
    internal void Forget()
    {
        if (_recent.Count + _older.Count > 0)
        {
            (_older, _recent) = (_recent, []);
        }
    }
}
