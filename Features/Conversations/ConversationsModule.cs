using Carter;
using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Conversations;

internal sealed class ConversationsModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var conversations = app.MapGroup("/api/messaging/conversations")
            .WithTags("Conversations").RequireAuthorization().Serves(ChatKind.Conversation);

        conversations.MapGet("/", ListConversations.Handle);
        conversations.MapPost("/", StartConversation.Handle);
        conversations.MapPost("/create", StartConversation.Handle).OtherSpelling();

        var conversation = conversations.MapGroup("/{chatId:long}");

        conversation.MapGet("/", ShowConversation.Handle);
        conversation.MapDelete("/", DeleteConversation.Handle);
        conversation.MapGet("/messages", ListMessages.Handle);
        conversation.MapPost("/send_message", SendMessage.Handle);
        conversation.MapPost("/send-message", SendMessage.Handle).OtherSpelling();
        conversation.MapPost("/read", MarkRead.Handle);
    }
}
