using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Npgsql;

namespace Connectify.Features.Conversations;

/// <summary>Conversations as sockets show them. All that happens in one are messages.</summary>
internal sealed class ConversationView(SignedUrls urls) : ChatView(ChatKind.Conversation)
{
    internal override async Task<object?> Show(long chatId, Me me, NpgsqlConnection snapshot) =>
        await ConversationRow.Find(chatId, me, snapshot, urls);
}
