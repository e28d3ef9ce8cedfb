using Connectify.Features.Chats;
using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Realtime;

/// <summary>What a socket is about.</summary>
internal static class ChatSocket
{
    /// <summary>The chat that the socket was opened on.</summary>
    internal static ChatId Chat(this Connection connection) => (ChatId)connection.Subject;
}
