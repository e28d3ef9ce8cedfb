namespace Connectify.Infrastructure.Realtime;

/// <summary>Tells the others that someone is typing, or has stopped. May be dropped under load.</summary>
internal sealed record Typing(long UserId, string Username, bool IsTyping) : ServerEvent("typing")
{
    /// <summary>Begins, or renews, the typing of a socket's user.</summary>
    internal static void Start(Connection connection)
    {
        connection.IsTyping = true;
        Publish(connection, true);
    }

    /// <summary>Ends the typing of a socket's user, where there is any.</summary>
    internal static void Stop(Connection connection)
    {
        if (connection.IsTyping)
        {
            connection.IsTyping = false;
            Publish(connection, false);
        }
    }

    private static void Publish(Connection connection, bool isTyping) =>
        connection.Feed.Presence.Publish(new Typing(connection.Me.Id, connection.Me.Username, isTyping));
}
