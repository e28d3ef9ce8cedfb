using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Chats;

/// <summary>Where the frames about a chat go.</summary>
internal static class ChatTopic
{
    internal static Topic Of(long chatId) => new(chatId);
}
