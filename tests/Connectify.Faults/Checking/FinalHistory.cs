using Connectify.Faults.Recording;

namespace Connectify.Faults.Checking;

/// <summary>Every chat as the first node tells it at the end; that the others tell the same is checked on its own.</summary>
internal sealed class FinalHistory
{
    private readonly Dictionary<long, IReadOnlyList<Message>> _chats = [];
    private readonly Dictionary<long, Message> _messages = [];

    internal IEnumerable<(long Chat, IReadOnlyList<Message> Messages)> Chats => _chats.Select(chat => (chat.Key, chat.Value));

    internal static FinalHistory Of(History history)
    {
        var final = new FinalHistory();

        foreach (var ending in history.Endings.Where(ending => !final._chats.ContainsKey(ending.Chat)))
        {
            final._chats[ending.Chat] = ending.Messages;

            foreach (var message in ending.Messages)
            {
                final._messages[message.Id] = message;
            }
        }

        return final;
    }

    internal IReadOnlyList<Message>? Find(long chat) => _chats.GetValueOrDefault(chat);

    internal Message? Message(long id) => _messages.GetValueOrDefault(id);
}
