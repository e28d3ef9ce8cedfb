using Connectify.Features.Chats;

namespace Connectify.Features.Conversations;

/// <summary>What others need of conversations.</summary>
internal static class ConversationsSetup
{
    internal static WebApplicationBuilder AddConversations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChatView, ConversationView>();

        return builder;
    }
}
