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
        groups.MapPost("/", CreateGroupChat.Handle);
        groups.MapPost("/create", CreateGroupChat.Handle).OtherSpelling();

        var group = groups.MapGroup("/{chatId:long}");

        group.MapGet("/", ShowGroupChat.Handle);
        group.MapPut("/", UpdateGroupChat.Handle);
        group.MapPatch("/", UpdateGroupChat.Handle);
        group.MapDelete("/", DeleteGroupChat.Handle);
        group.MapPost("/add_members", AddMembers.Handle);
        group.MapPost("/add-members", AddMembers.Handle).OtherSpelling();
        group.MapPost("/remove_member", RemoveMember.Handle);
        group.MapPost("/remove-member", RemoveMember.Handle).OtherSpelling();
        group.MapPost("/change_role", ChangeMemberRole.Handle);
        group.MapPost("/change-role", ChangeMemberRole.Handle).OtherSpelling();
        group.MapGet("/messages", ListMessages.Handle).Named("ListGroupMessages");
        group.MapPost("/send_message", SendMessage.Handle).Named("SendGroupMessage");
        group.MapPost("/send-message", SendMessage.Handle).Named("SendGroupMessage").OtherSpelling();
        group.MapPost("/read", MarkRead.Handle).Named("MarkGroupRead");

        var avatar = app.MapGroup("/api/messaging/avatars/{avatarId:long}").WithTags("Group chats");

        avatar.MapGet("/", DownloadAvatar.Handle);
        avatar.MapMethods("/", Spellings.Head, DownloadAvatar.Handle).OtherSpelling();
    }
}
