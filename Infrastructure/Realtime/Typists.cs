using System.Collections.Concurrent;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// Who types on other nodes. Those nodes say when somebody stops; one that is gone does not, so each has an end here.
/// </summary>
internal sealed class Typists
{
    private readonly ConcurrentDictionary<long, (string Username, DateTimeOffset Since)> _users = [];

    internal bool IsEmpty => _users.IsEmpty;

    /// <summary>Notes what another node says.</summary>
    internal void Note(Typing typing, DateTimeOffset now)
    {
        if (typing.IsTyping)
        {
            _users[typing.UserId] = (typing.Username, now);
        }
        else
        {
            _users.TryRemove(typing.UserId, out _);
        }
    }

    /// <summary>Ends those who have not been renewed in time.</summary>
    internal IReadOnlyList<Typing> End(DateTimeOffset now) =>
        End(typist => now - typist.Since > RealtimeOptions.TypingLasts + RealtimeOptions.OnTheWay);

    /// <summary>Ends all of them.</summary>
    internal IReadOnlyList<Typing> EndAll() => End(_ => true);

    private List<Typing> End(Func<(string Username, DateTimeOffset Since), bool> isOver)
    {
        var over = _users.Where(typist => isOver(typist.Value)).ToList();
        over.ForEach(typist => _users.TryRemove(typist));

        return [.. over.Select(typist => new Typing(typist.Key, typist.Value.Username, false))];
    }
}
