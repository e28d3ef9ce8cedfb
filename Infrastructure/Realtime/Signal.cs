using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectify.Infrastructure.Realtime;

/// <summary>What a node tells of.</summary>
internal enum SignalKind
{
    /// <summary>A change of a topic.</summary>
    Change,

    /// <summary>A user's receipt.</summary>
    Receipt,

    /// <summary>Someone types, or has stopped.</summary>
    Typing,

    /// <summary>A topic is muted, or is no longer.</summary>
    Mute,

    /// <summary>A topic is no more.</summary>
    End,

    /// <summary>A user may have lost rights.</summary>
    User,
}

/// <summary>
/// What one node tells the others: a hint that may be lost, for the database has it all. In bytes: a line of JSON, and
/// where there is a frame, its bytes, and on a further line those for flat sockets where they differ.
/// </summary>
/// <param name="Kind">Says which of the other members it has.</param>
internal sealed record Signal(SignalKind Kind)
{
    private const byte LineEnd = (byte)'\n';

    public long Position { get; init; }

    public long Change { get; init; }

    /// <summary>Who was removed, has read, types, or may have lost rights.</summary>
    public long? User { get; init; }

    /// <summary>Who sent the message, and so types no longer.</summary>
    public long? Author { get; init; }

    public IReadOnlyList<long>? Starts { get; init; }

    public bool? IsPointer { get; init; }

    public string? Username { get; init; }

    public bool? IsTyping { get; init; }

    public bool? IsMuted { get; init; }

    public DateTime? AsOf { get; init; }

    /// <summary>The frame; null where it is not about one.</summary>
    [JsonIgnore]
    public Content? Content { get; init; }

    [JsonIgnore]
    internal Cursor Cursor => new(Position, Change);

    internal byte[] ToBytes()
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(this, SignalJson.Default.Signal);

        return Content switch
        {
            null => head,
            { Flat: var flat, Nested: var nested } when ReferenceEquals(flat, nested) => [.. head, LineEnd, .. nested],
            { Flat: var flat, Nested: var nested } => [.. head, LineEnd, .. nested, LineEnd, .. flat],
        };
    }

    /// <summary>Reads what another node has told.</summary>
    /// <exception cref="JsonException">It is none of ours.</exception>
    internal static Signal Read(ReadOnlySpan<byte> bytes)
    {
        var head = UpToLineEnd(bytes);
        var nested = UpToLineEnd(After(bytes, head));
        var flat = After(After(bytes, head), nested);
        var signal = JsonSerializer.Deserialize(head, SignalJson.Default.Signal) ?? throw new JsonException("Not a signal.");

        return nested.Length == 0
            ? signal
            : signal with { Content = new Content(nested.ToArray(), flat.Length == 0 ? null : flat.ToArray()) };
    }

    private static ReadOnlySpan<byte> UpToLineEnd(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf(LineEnd) is >= 0 and var end ? bytes[..end] : bytes;

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> line) =>
        line.Length < bytes.Length ? bytes[(line.Length + 1)..] : [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Signal))]
internal sealed partial class SignalJson : JsonSerializerContext;
