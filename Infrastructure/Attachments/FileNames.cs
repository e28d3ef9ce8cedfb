using System.Globalization;
using System.Text;

namespace Connectify.Infrastructure.Attachments;

/// <summary>Names of files as their senders give them: only ever shown, never a path.</summary>
internal static class FileNames
{
    private const int Longest = 255;
    private const int LongestEnding = 16;
    private const string Nameless = "file";

    /// <summary>
    /// The last part of a path, without what a terminal or page would act on instead of showing it, cut to 255
    /// characters with its ending kept.
    /// </summary>
    internal static string Clean(string? name)
    {
        var last = name?.Split('/', '\\')[^1] ?? "";
        var runes = last.EnumerateRunes().Where(IsHarmless).ToList();
        var clean = Join(runes).Trim();

        if (clean.Trim('.').Length == 0)
        {
            return Nameless;
        }

        runes = [.. clean.EnumerateRunes()];

        if (runes.Count <= Longest)
        {
            return clean;
        }

        var ending = Path.GetExtension(clean).EnumerateRunes().ToList();

        return ending.Count <= LongestEnding
            ? Join(runes[..(Longest - ending.Count)]) + Join(ending)
            : Join(runes[..Longest]);
    }

    // Controls, and the marks that turn the direction of what follows: evil-gpj.exe may not look like evil-exe.jpg.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => rune.Value is not (0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFD),
    };

    private static string Join(IEnumerable<Rune> runes) => string.Concat(runes);
}
