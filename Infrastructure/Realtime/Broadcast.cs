using System.Text;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// A frame on its way to sockets, its bytes made once for each format. One about the topic's state carries the cursor
/// that it leads to.
/// </summary>
internal sealed class Broadcast(Content content, Cursor? cursor = null)
{
    private byte[]? _nested;
    private byte[]? _flat;

    /// <summary>The position of the message that it shows, where it shows a new one in its present state.</summary>
    internal long? Position { get; init; }

    /// <summary>The change that it shows; null for what is none.</summary>
    internal long? Change { get; init; }

    /// <summary>Shown instead to who has seen the message at <see cref="Position"/> but not its newest change.</summary>
    internal Broadcast? ToWhoKnowsIt { get; init; }

    /// <summary>Times it; null where nobody wants to know.</summary>
    internal DeliveryWatch? Watch { get; init; }

    internal byte[] Nested => _nested ??= WithCursor(content.Nested);

    internal byte[] Flat => _flat ??= ReferenceEquals(content.Flat, content.Nested) ? Nested : WithCursor(content.Flat);

    /// <summary>What of it is new to who has seen everything up to a cursor; null where nothing is.</summary>
    internal Broadcast? NewTo(Cursor seen) => this switch
    {
        { Position: null, Change: null } => NotBehind(seen),
        { Position: { } position } when position > seen.Position => NotBehind(seen),
        { Change: { } change } when change > seen.Change => ToWhoKnowsIt ?? this,
        _ => null,
    };

    // Others may have seen less than who has just resumed; the cursor that leads them on would lead this one back.
    private Broadcast NotBehind(Cursor seen) =>
        cursor is { } own && (own.Position < seen.Position || own.Change < seen.Change)
            ? new Broadcast(content, new Cursor(Math.Max(own.Position, seen.Position), Math.Max(own.Change, seen.Change)))
            : this;

    private byte[] WithCursor(byte[] frame) =>
        cursor is { } end ? [.. frame.AsSpan(..^1), .. Encoding.ASCII.GetBytes($",\"cursor\":\"{end}\"}}")] : frame;
}
