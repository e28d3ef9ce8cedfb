namespace Connectify.Faults.Loading;

/// <summary>A chat of the load, and who is in it.</summary>
internal sealed record Chat(long Id, bool IsGroup, IReadOnlyList<Person> People)
{
    private string Kind => IsGroup ? "group-chats" : "conversations";

    /// <summary>The path of the chat, with its last slash.</summary>
    internal string Path => $"/api/messaging/{Kind}/{Id}/";

    /// <summary>The path of its sockets, with its last slash.</summary>
    internal string SocketPath => $"/ws/messaging/{Kind}/{Id}/";
}
