using Carter;
using Connectify.Features.Chats;

namespace Connectify.Features.Realtime;

internal sealed class RealtimeModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        // Map and not MapGet: over HTTP/2 a socket is opened by CONNECT.
        app.Map("/ws/messaging/conversations/{chatId:long}", OpenSocket.Handle)
            .Serves(ChatKind.Conversation).AllowAnonymous().ExcludeFromDescription();
        app.Map("/ws/messaging/group-chats/{chatId:long}", OpenSocket.Handle)
            .Serves(ChatKind.Group).AllowAnonymous().ExcludeFromDescription();
    }
}
