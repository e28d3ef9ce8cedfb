namespace Connectify.Infrastructure.Realtime;

/// <summary>Receipts of a topic that wait until the change has been shown which they speak of.</summary>
internal sealed class WaitingReceipts
{
    private const int Most = 1000;

    private readonly List<(long Change, Content Receipt, long User)> _waiting = [];
    private readonly ShownReceipts _shown = new();

    /// <summary>Adds one, unless it was shown lately; see <see cref="ShownReceipts"/>.</summary>
    internal void Add(long change, Content receipt, long user, IReadOnlyList<long> starts, bool isPointer)
    {
        if (_waiting.Count < Most && _shown.Add(user, starts, isPointer))
        {
            _waiting.Add((change, receipt, user));
        }
    }

    /// <summary>Takes those that speak of a change or of one before it, in the order in which they came.</summary>
    internal IReadOnlyList<(long Change, Content Receipt, long User)> TakeUpTo(long change)
    {
        var due = _waiting.FindAll(waiting => waiting.Change <= change);
        _waiting.RemoveAll(waiting => waiting.Change <= change);

        return due;
    }

    /// <summary>Forgets those that were shown long ago.</summary>
    internal void Forget() => _shown.Forget();
}
