using Connectify.Features.Chats;

namespace Connectify.Features.GroupChats;

/// <summary>What others need of group chats.</summary>
internal static class GroupChatsSetup
{
    internal static WebApplicationBuilder AddGroupChats(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChatView, GroupChatView>();

        return builder;
    }
}
