using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Connectify.Infrastructure.Attachments;

/// <summary>
/// The type of content that the first bytes of a file say, after the WHATWG's MIME Sniffing Standard, with the formats
/// that phones and browsers record in added.
/// </summary>
internal static class Signatures
{
    private const string Ogg = "audio/ogg";

    private static readonly (byte[] Mark, string Type)[] Marks =
    [
        ([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([.. "GIF87a"u8], "image/gif"),
        ([.. "GIF89a"u8], "image/gif"),
        ([.. "II*\0"u8], "image/tiff"),
        ([.. "MM\0*"u8], "image/tiff"),
        ([.. "ID3"u8], "audio/mpeg"),
        ([.. "fLaC"u8], "audio/flac"),
        ([.. "#!AMR"u8], "audio/amr"),
        ([.. "MThd"u8, 0, 0, 0, 6], "audio/midi"),
        ([.. "FLV"u8, 1], "video/x-flv"),
        ([0, 0, 1, 0xBA], "video/mpeg"),
        ([.. "%PDF-"u8], "application/pdf"),
        ([.. "PK"u8, 3, 4], "application/zip"),
        ([0x1F, 0x8B, 8], "application/gzip"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        ([.. "Rar!"u8, 0x1A, 7], "application/vnd.rar"),
        ([.. "{\\rtf"u8], "application/rtf"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
    ];

    // Bytes that no text has.
    private static readonly SearchValues<byte> Binary = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(value => value is not ('\t' or '\n' or '\f' or '\r' or 0x1B)).Select(value => (byte)value)]);

    /// <summary>The type, or null where the bytes say none.</summary>
    internal static string? TypeOf(ReadOnlySpan<byte> head)
    {
        foreach (var (mark, type) in Marks)
        {
            if (head.StartsWith(mark))
            {
                return type;
            }
        }

        return OfRiff(head) ?? OfBrand(head) ?? OfOgg(head) ?? OfMatroska(head) ?? OfAudioFrame(head);
    }

    /// <summary>True where no byte is one that text does not have.</summary>
    internal static bool IsText(ReadOnlySpan<byte> head) =>
        head.IndexOfAny(Binary) < 0;

    private static string? OfRiff(ReadOnlySpan<byte> head) =>
        head.Length < 12 ? null
        : head.StartsWith("RIFF"u8) ? head[8..12] switch
        {
            var kind when kind.SequenceEqual("WEBP"u8) => "image/webp",
            var kind when kind.SequenceEqual("WAVE"u8) => "audio/wav",
            var kind when kind.SequenceEqual("AVI "u8) => "video/x-msvideo",
            _ => null,
        }
        : head.StartsWith("FORM"u8) && head[8..12].SequenceEqual("AIFF"u8) ? "audio/aiff"
        : null;

    // MP4 and its kin begin with a box that names the brand.
    private static string? OfBrand(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !head[4..8].SequenceEqual("ftyp"u8) || BinaryPrimitives.ReadUInt32BigEndian(head) < 12)
        {
            return null;
        }

        return Encoding.Latin1.GetString(head[8..12]) switch
        {
            "avif" or "avis" => "image/avif",
            "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => "image/heic",
            "mif1" or "msf1" => head.IndexOf("avif"u8) >= 0 ? "image/avif" : "image/heif",
            "M4A " or "M4B " or "F4A " or "F4B " => "audio/mp4",
            "qt  " => "video/quicktime",
            "crx " => null,
            ['3', 'g', ..] => "video/3gpp",
            _ => "video/mp4",
        };
    }

    private static string? OfOgg(ReadOnlySpan<byte> head) =>
        !head.StartsWith("OggS\0"u8) ? null : head.IndexOf("theora"u8) >= 0 ? "video/ogg" : Ogg;

    private static string? OfMatroska(ReadOnlySpan<byte> head) =>
        !head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? null
        : head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? "video/webm"
        : "video/x-matroska";

    // Streams without a header: each frame says its version, layer, bit rate and sampling rate, none of which may be odd.
    private static string? OfAudioFrame(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0)
        {
            return null;
        }

        var (version, layer, bitRate, rate) = ((head[1] >> 3) & 3, (head[1] >> 1) & 3, head[2] >> 4, (head[2] >> 2) & 3);

        return (head[1] & 0xF6) == 0xF0 ? (((head[2] >> 2) & 0xF) < 13 ? "audio/aac" : null)
            : version != 1 && layer != 0 && bitRate is not 0 and not 15 && rate != 3 ? "audio/mpeg"
            : null;
    }
}
