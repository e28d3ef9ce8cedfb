using System.Text.Json;
using Connectify.Faults.Recording;

namespace Connectify.Faults.Loading;

/// <summary>What the service's JSON says.</summary>
internal static class Reading
{
    internal static Message ToMessage(this JsonElement json) => new(
        json.GetProperty("id").GetInt64(),
        json.GetProperty("position").GetInt64(),
        json.GetProperty("client_message_id").GetString(),
        json.GetProperty("sender_id").GetInt64(),
        json.GetProperty("content").GetString()!,
        json.GetProperty("is_edited").GetBoolean(),
        json.GetProperty("is_deleted").GetBoolean(),
        [.. json.GetProperty("reactions").EnumerateArray().Select(ToReaction)],
        [.. json.GetProperty("read_by").EnumerateArray().Select(user => user.GetInt64())]);

    /// <summary>What a frame says; null for a heartbeat and the like.</summary>
    internal static Entry? ToEntry(this JsonElement frame, long at) => frame.GetProperty("type").GetString() switch
    {
        "message" => new Shown(at, frame.GetProperty("message").ToMessage()),
        "message_edited" or "message_updated" => new Updated(at, frame.GetProperty("message").ToMessage()),
        "message_deleted" => new Deleted(at, frame.GetProperty("message_id").GetInt64()),
        "reaction_added" => Added(frame.GetProperty("reaction"), at),
        "reaction_removed" => new Reacted(
            at, frame.GetProperty("message_id").GetInt64(), $"{frame.GetProperty("user_id")} {frame.GetProperty("emoji")}", false),
        "read" => new HasRead(at, frame.GetProperty("user_id").GetInt64(), [frame.GetProperty("message_id").GetInt64()], null),
        "read_messages" => new HasRead(
            at,
            frame.GetProperty("user_id").GetInt64(),
            [.. frame.GetProperty("message_ids").EnumerateArray().Select(id => id.GetInt64())],
            frame.GetProperty("up_to") is { ValueKind: JsonValueKind.Number } upTo ? upTo.GetInt64() : null),
        "resumed" => new Resumed(at),
        "resync_required" => new Resynced(at),
        "heartbeat" or "pong" => null,
        var type => new Told(at, type!, frame.ToString()),
    };

    /// <summary>The text of a member, or null.</summary>
    internal static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Reacted Added(JsonElement reaction, long at) =>
        new(at, reaction.GetProperty("message_id").GetInt64(), ToReaction(reaction), true);

    private static string ToReaction(JsonElement reaction) => $"{reaction.GetProperty("user_id")} {reaction.GetProperty("emoji")}";
}
