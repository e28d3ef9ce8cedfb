namespace Connectify.Infrastructure.Realtime;

/// <summary>A committed change of a topic, to be shown to its sockets.</summary>
/// <param name="Topic">What they listen to.</param>
/// <param name="Cursor">Where a socket stands that has been shown this and all before.</param>
/// <param name="Content">The frame that shows it.</param>
internal sealed record Publication(Topic Topic, Cursor Cursor, Content Content)
{
    internal Publication(Topic topic, Cursor cursor, ServerEvent change)
        : this(topic, cursor, new Content(change))
    {
    }

    /// <summary>Who has sent it and so types no longer; null for what nobody has typed.</summary>
    internal long? Author { get; init; }

    /// <summary>When the message came that it shows, by the service's clock; null where it is not to be timed.</summary>
    internal long? Since { get; init; }

    /// <summary>Who is in the topic no longer; null where it is about something else.</summary>
    internal long? RemovedUser { get; init; }
}
