using Carter;
using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.GroupChats;

internal sealed class GroupChatsModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/api/messaging/group-chats")
            .WithTags("Group chats").RequireAuthorization().Serves(ChatKind.Group);

        groups.MapGet("/", ListGroupChats.Handle);
        groups.MapPost(["/", "/create"], CreateGroupChat.Handle);

        var group = groups.MapGroup("/{chatId:long}");

        group.MapGet("/", ShowGroupChat.Handle);
        group.MapPut("/", UpdateGroupChat.Handle);
        group.MapPatch("/", UpdateGroupChat.Handle);
        group.MapDelete("/", DeleteGroupChat.Handle);
        group.MapPost(["/add_members", "/add-members"], AddMembers.Handle);
        group.MapPost(["/remove_member", "/remove-member"], RemoveMember.Handle);
        group.MapPost(["/change_role", "/change-role"], ChangeMemberRole.Handle);
        group.MapGet("/messages", ListMessages.Handle).Named("ListGroupMessages");
        group.MapPost(["/send_message", "/send-message"], SendMessage.Handle).Named("SendGroupMessage");
        group.MapPost("/read", MarkRead.Handle).Named("MarkGroupRead");

        app.MapGroup("/api/messaging/avatars/{avatarId:long}").WithTags("Group chats").MapDownload("/", DownloadAvatar.Handle);
    }
}
