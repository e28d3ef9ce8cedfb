namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Who types on other nodes. Those nodes say when somebody stops; one that is gone does not, so each has an end here.
/// Changed under the lock of the presence.
/// </summary>
internal sealed class Typists
{
    // None where nobody types, which is nearly always and nearly everywhere.
    private Dictionary<long, (string Username, DateTimeOffset Since)>? _users;

    internal bool IsEmpty => Volatile.Read(ref _users) is null;

    /// <summary>Notes what another node says.</summary>
    internal void Note(Typing typing, DateTimeOffset now)
    {
        if (typing.IsTyping)
        {
            _users ??= [];
            _users[typing.UserId] = (typing.Username, now);
        }
        else
        {
            Remove(typing.UserId);
        }
    }

    /// <summary>Ends those who have not been renewed in time.</summary>
    internal IReadOnlyList<Typing> End(DateTimeOffset now) =>
        End(since => now - since > RealtimeOptions.TypingLasts + RealtimeOptions.OnTheWay);

    /// <summary>Ends all of them.</summary>
    internal IReadOnlyList<Typing> EndAll() => End(_ => true);

    private List<Typing> End(Func<DateTimeOffset, bool> isOver)
    {
        var over = (_users ?? []).Where(typist => isOver(typist.Value.Since)).ToList();
        over.ForEach(typist => Remove(typist.Key));

        return [.. over.Select(typist => new Typing(typist.Key, typist.Value.Username, false))];
    }

    private void Remove(long user)
    {
        if (_users?.Remove(user) is true && _users.Count == 0)
        {
            _users = null;
        }
    }
}
