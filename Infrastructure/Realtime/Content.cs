namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// What a frame says, serialised once for each format that somebody wants, whether it was made here or on another node.
/// Where a socket stands that has seen it is added later.
/// </summary>
internal sealed class Content
{
    private readonly ServerEvent? _event;
    private byte[]? _nested;
    private byte[]? _flat;

    internal Content(ServerEvent content) => _event = content;

    /// <summary>What another node has serialised.</summary>
    /// <param name="nested">A JSON object.</param>
    /// <param name="flat">The same for flat sockets; null where that makes no difference.</param>
    internal Content(byte[] nested, byte[]? flat) => (_nested, _flat) = (nested, flat ?? nested);

    internal byte[] Nested => _nested ??= _event!.Serialize();

    internal byte[] Flat => _flat ??= ReferenceEquals(_event!.Flat, _event) ? Nested : _event.Flat.Serialize();
}
