using Carter;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Blocks;

internal sealed class BlocksModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var blocks = app.MapGroup("/api/messaging/blocks").WithTags("Blocks").RequireAuthorization();

        blocks.MapGet("/", ListBlocks.Handle);
        blocks.MapPost("/", BlockUser.Handle);
        blocks.MapPost("/create", BlockUser.Handle).OtherSpelling();
        blocks.MapDelete("/{blockId:long}", UnblockUser.Handle);
        blocks.MapDelete("/{blockId:long}/delete", UnblockUser.Handle).OtherSpelling();
    }
}
