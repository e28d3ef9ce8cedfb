using Carter;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Messages;

internal sealed class MessagesModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var message = app.MapGroup("/api/messaging/messages/{messageId:long}").WithTags("Messages").RequireAuthorization();

        message.MapGet("/", ShowMessage.Handle);
        message.MapPut("/edit", EditMessage.Handle);
        message.MapDelete("/", DeleteMessage.Handle);
        message.MapDelete("/delete", DeleteMessage.Handle).OtherSpelling();
        message.MapPost("/react", React.Handle);
        message.MapDelete("/unreact", Unreact.Handle);
        message.MapGet("/reads", ListReads.Handle);

        var attachment = app.MapGroup("/api/messaging/attachments/{attachmentId:long}").WithTags("Messages");

        attachment.MapGet("/", DownloadAttachment.Handle);
        attachment.MapMethods("/", Spellings.Head, DownloadAttachment.Handle).OtherSpelling();
        attachment.MapGet("/thumbnail", DownloadThumbnail.Handle);
        attachment.MapMethods("/thumbnail", Spellings.Head, DownloadThumbnail.Handle).OtherSpelling();
    }
}
