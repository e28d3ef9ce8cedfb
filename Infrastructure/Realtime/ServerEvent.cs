using System.Text.Json;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Infrastructure.Realtime;

/// <summary>A frame that the service sends. Those about a topic's state carry the cursor that they lead to.</summary>
internal abstract record ServerEvent([property: JsonPropertyOrder(-1)] string Type)
{
    /// <summary>Where a socket that has seen this frame stands; absent from frames that are no state.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    /// <summary>The same with its properties at the top level, for sockets opened with <c>?format=flat</c>.</summary>
    [JsonIgnore]
    internal virtual ServerEvent Flat => this;

    /// <summary>True where a reading of the topic's state shows the same, so that nobody needs to be shown both.</summary>
    [JsonIgnore]
    internal virtual bool IsReplayed => false;

    /// <summary>The frame's bytes.</summary>
    internal byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, GetType(), Json.Options);
}

/// <summary>A frame on its way to many sockets, serialised once for each format that one of them wants.</summary>
internal sealed class Broadcast(ServerEvent content)
{
    private byte[]? _nested;
    private byte[]? _flat;

    internal byte[] Nested => _nested ??= content.Serialize();

    internal byte[] Flat => _flat ??= ReferenceEquals(content.Flat, content) ? Nested : content.Flat.Serialize();
}
