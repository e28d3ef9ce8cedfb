using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.Chats;

/// <summary>A chat has ended for everybody; its sockets close after this.</summary>
internal sealed record ChatDeleted(long ChatId) : ServerEvent("chat_deleted");
