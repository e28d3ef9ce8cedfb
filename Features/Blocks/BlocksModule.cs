using Carter;
using Connectify.Infrastructure.Http;

namespace Connectify.Features.Blocks;

internal sealed class BlocksModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        var blocks = app.MapGroup("/api/messaging/blocks").WithTags("Blocks").RequireAuthorization();

        blocks.MapGet("/", ListBlocks.Handle);
        blocks.MapPost(["/", "/create"], BlockUser.Handle);
        blocks.MapDelete(["/{blockId:long}", "/{blockId:long}/delete"], UnblockUser.Handle);
    }
}
