using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectify.Benchmarks.Yardsticks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Connectify.Benchmarks.Floors;

/// <summary>The service's sockets with nothing behind them but storing, and then telling all.</summary>
internal static partial class StoringBroadcast
{
    private const string Settings = "Maximum Pool Size=4;Max Auto Prepare=10;Auto Prepare Min Usages=2";

    internal static async Task MapStore(this IEndpointRouteBuilder app, string database)
    {
        var store = new Store(NpgsqlDataSource.Create($"{database};{Settings}"));
        var rooms = new ConcurrentDictionary<(string, long), Room>();
        await store.Check();

        app.Map("/ws/messaging/{kind}/{chat:long}/", async (HttpContext context, string kind, long chat) =>
        {
            var room = rooms.GetOrAdd((kind, chat), _ => new Room());
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new Peer(socket).Stay(room, text => Take(chat, room, text), context.RequestAborted);
        });

        // What one says is stored before the next is heard, which keeps it in order.
        ValueTask Take(long chat, Room room, ReadOnlySpan<byte> text) =>
            Tell(room, JsonSerializer.Deserialize(text, Json.Default.Said)!, YardstickSchema.SenderIn(chat), chat);

        async ValueTask Tell(Room room, Said said, long sender, long chat)
        {
            var stored = await store.Keep(chat, sender, said.Content);
            var heard = new Heard(said.Type, new Message(stored.Id, chat, sender, said.Content, stored.CreatedAt));
            await room.Tell(JsonSerializer.SerializeToUtf8Bytes(heard, Json.Default.Heard));
        }
    }

    internal sealed record Said(string Type, string Content);

    internal sealed record Heard(string Type, Message Message);

    internal sealed record Message(long Id, long ChatId, long SenderId, string Content, DateTime CreatedAt);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Said))]
    [JsonSerializable(typeof(Heard))]
    private sealed partial class Json : JsonSerializerContext;
}
