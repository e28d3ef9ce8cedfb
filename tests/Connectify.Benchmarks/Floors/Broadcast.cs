using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectify.Benchmarks.Floors;

/// <summary>Rooms by name: what one says, all in the room hear, and nothing is kept.</summary>
internal static class Broadcast
{
    internal static void MapBroadcast(this IEndpointRouteBuilder app)
    {
        var rooms = new ConcurrentDictionary<string, Room>();

        app.Map("/room/{name}", async (HttpContext context, string name) =>
        {
            var room = rooms.GetOrAdd(name, _ => new Room());
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new Peer(socket).Stay(room, text => room.Tell(text.ToArray()), context.RequestAborted);
        });
    }
}
