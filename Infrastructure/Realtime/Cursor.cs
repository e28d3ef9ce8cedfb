namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// How far a topic has come: the position of its newest message, and its newest change of any kind. Changes are dense
/// and in commit order, so a change that is not the next one tells that another is missing.
/// </summary>
internal readonly record struct Cursor(long Position, long Change)
{
    /// <summary>The opaque text that clients see.</summary>
    public override string ToString() => $"{Position}-{Change}";
}
