namespace Connectify.Infrastructure.Realtime;

/// <summary>Who is seen to type in a topic, here and on other nodes, and whether its users see that of each other at all.</summary>
/// <param name="audience">Who sees it.</param>
/// <param name="tell">Says to other nodes that someone here types, or has stopped.</param>
internal sealed class Presence(Audience audience, Action<Typing> tell)
{
    private readonly Lock _lock = new();
    private readonly Typists _elsewhere = new();
    private (bool IsMuted, DateTime AsOf)? _mute;

    /// <summary>True where the users of the topic are kept from seeing each other type and read.</summary>
    internal bool IsMuted
    {
        get
        {
            lock (_lock)
            {
                return _mute is { IsMuted: true };
            }
        }
    }

    /// <summary>Shows that someone here types, or has stopped, and tells other nodes; nothing in a muted topic.</summary>
    internal void Publish(Typing typing)
    {
        lock (_lock)
        {
            if (!IsMuted)
            {
                audience.Show(typing);
                tell(typing);
            }
        }
    }

    /// <summary>Shows that someone on another node types, or has stopped.</summary>
    internal void PublishElsewhere(Typing typing, DateTimeOffset now)
    {
        lock (_lock)
        {
            _elsewhere.Note(typing, now);
            Show([typing]);
        }
    }

    /// <summary>Ends the typing of those on other nodes of whom nothing has been heard for too long.</summary>
    internal void EndElsewhere(DateTimeOffset now)
    {
        if (_elsewhere.IsEmpty)
        {
            return;
        }

        lock (_lock)
        {
            Show(_elsewhere.End(now));
        }
    }

    /// <summary>
    /// Says whether the topic is muted. The newest word counts; one without a time only where nothing has been said.
    /// Whoever is seen typing is seen to stop.
    /// </summary>
    internal void Mute(bool isMuted, DateTime? asOf = null)
    {
        lock (_lock)
        {
            if (_mute is { } known && !(asOf > known.AsOf))
            {
                return;
            }

            if (isMuted)
            {
                foreach (var connection in audience.Connections)
                {
                    Typing.Stop(connection);
                }

                Show(_elsewhere.EndAll());
            }

            _mute = (isMuted, asOf ?? DateTime.MinValue);
        }
    }

    private void Show(IReadOnlyList<Typing> typing)
    {
        foreach (var one in IsMuted ? [] : typing)
        {
            audience.Show(one);
        }
    }
}
