using System.Text.Json;
using System.Text.Json.Serialization;
using Connectify.Infrastructure.Http;

namespace Connectify.Infrastructure.Realtime;

/// <summary>A frame that the service sends.</summary>
internal abstract record ServerEvent([property: JsonPropertyOrder(-1)] string Type)
{
    /// <summary>The same with its properties at the top level, for sockets opened with <c>?format=flat</c>.</summary>
    [JsonIgnore]
    internal virtual ServerEvent Flat => this;

    /// <summary>The frame's bytes, a JSON object.</summary>
    internal byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, GetType(), Json.Options);
}
