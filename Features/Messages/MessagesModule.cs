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
        message.MapDelete(["/", "/delete"], DeleteMessage.Handle);
        message.MapPost("/react", React.Handle);
        message.MapDelete("/unreact", Unreact.Handle);
        message.MapGet("/reads", ListReads.Handle);

        var attachment = app.MapGroup("/api/messaging/attachments/{attachmentId:long}").WithTags("Messages");

        attachment.MapDownload("/", DownloadAttachment.Handle);
        attachment.MapDownload("/thumbnail", DownloadThumbnail.Handle);
    }
}
