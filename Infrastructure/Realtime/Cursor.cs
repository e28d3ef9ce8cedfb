using System.Globalization;

namespace Connectify.Infrastructure.Realtime;

/// <summary>
/// How far a topic has come: the position of its newest message, and its newest change of any kind. Changes are dense
/// and in commit order, so a change that is not the next one tells that another is missing.
/// </summary>
internal readonly record struct Cursor(long Position, long Change)
{
    /// <summary>The opaque text that clients see.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}-{Change}");

    /// <summary>The cursor of a text that a client was given; null where it is none of ours.</summary>
    internal static Cursor? Parse(string? text)
    {
        var parts = text?.Split('-') ?? [];

        // Written again it has to be the same: a parser of numbers passes over zeros in front and NUL characters behind.
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var change)
            && new Cursor(position, change) is var cursor && cursor.ToString() == text
                ? cursor
                : null;
    }
}
