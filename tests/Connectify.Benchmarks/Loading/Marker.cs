using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Connectify.Benchmarks.Loading;

/// <summary>
/// What is written into a message to know it again: its sender, its number and when it was sent, 30 bytes of ASCII that
/// JSON leaves as they are. A message of the load is this and as much padding as makes it 200 bytes.
/// </summary>
/// <param name="Sender">Who sent it, by number.</param>
/// <param name="Number">The how manieth it is.</param>
/// <param name="SentAt">When it was sent, in ticks of the stopwatch.</param>
internal readonly record struct Marker(int Sender, int Number, long SentAt)
{
    /// <summary>Bytes of a message.</summary>
    internal const int MessageLength = 200;

    private const int Digits = 28;

    private static ReadOnlySpan<byte> Sign => "~~"u8;

    /// <summary>A message of the right length, to be marked.</summary>
    internal static byte[] Blank() => Encoding.ASCII.GetBytes(new string('m', MessageLength));

    /// <summary>Writes a marker of this moment over the beginning of a message.</summary>
    internal static void Write(Span<byte> message, int sender, int number)
    {
        Span<byte> bytes = stackalloc byte[Digits / 2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)sender);
        BinaryPrimitives.WriteInt32BigEndian(bytes[2..], number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[6..], Stopwatch.GetTimestamp());
        Sign.CopyTo(message);
        Convert.TryToHexString(bytes, message[Sign.Length..], out _);
    }

    /// <summary>The next marker in some text, and what comes after it; false where there is none.</summary>
    internal static bool TryRead(ref ReadOnlySpan<byte> text, out Marker marker)
    {
        var at = text.IndexOf(Sign);
        marker = default;

        if (at < 0 || text.Length < at + Sign.Length + Digits)
        {
            return false;
        }

        var digits = text.Slice(at + Sign.Length, Digits);
        text = text[(at + Sign.Length + Digits)..];
        marker = new Marker(
            int.Parse(digits[..4], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            int.Parse(digits[4..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            long.Parse(digits[12..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        return true;
    }
}
