using System.Text;
using CsCheck;

namespace Connectify.Tests.Inputs;

/// <summary>Values of every kind that a client should not send, or that look as if it should not.</summary>
internal static class Odd
{
    // Stand in texts for bytes that no text has; see Bytes.
    private const char InvalidByte = '\ue000';
    private const char Overlong = '\ue001';
    private const char EncodedSurrogate = '\ue002';

    internal static readonly Gen<string> Id = Gen.OneOf(
        "0", "-1", "-0", "+1", "1.0", "1e3", "01", "%31", "1;2", "1,2", "1%20", "%20", "../1", "..%2f1", "%2e%2e", "1%2f2",
        "2147483648", "4294967297", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "1" + new string('0', 400), new string('9', 5000), "%F0%9F%98%80", "%EF%BC%91", "😀", "%00", "1%00", "%ff", "%zz", "%", "%u0031",
        "%0d%0aX-Odd:%20y", "null", "undefined", "NaN", "true", "{chatId}", "*", "'", "%27%20OR%201=1--", "1)", "$1", "@Me", "~", ".", "..",
        "%ed%a0%80", "%c0%af", "🏳️‍🌈");

    internal static readonly Gen<string> Text = Gen.Frequency(
        (8, Gen.OneOf(
            "", " ", "\t\r\n", "\u00a0\u3000\u2003", "\u200b", "\ufeff", "%", "_", "%%%%", "\\", "a\\", "'", "\"", "';--", "' OR '1'='1",
            "$$", "$1", "@Me", "@Key", ":x", "((((", "(a+)+$", "a & | b", "[a-", "*", "?", "<script>alert(1)</script>", "javascript:alert(1)",
            "${jndi:ldap://127.0.0.1/a}", "{{7*7}}", "%s%n%d", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\CON", "a\r\nX-Odd: y",
            "http://127.0.0.1:5432/", "file:///etc/passwd", "http://[::1]/", "data:text/html,x", "null", "undefined", "NaN", "true", "-1",
            "1e400", "٣", "１", "İıßſ", "e\u0301", "👩‍👩‍👧‍👦🏽", "🇩🇪", "\u202egnp.exe", "\u2028\u2029", "\uffff", "\ufdd0", "\u0001\u001f\u007f\u0085")),
        (2, Gen.String[0, 80]),
        (1, Gen.OneOf(
            new string('%', 10_000), new string('_', 9_000), new string('(', 5_000), new string('x', 10_001), new string('\u0301', 9_000),
            new string('\u0301', 100_000), string.Concat(Enumerable.Repeat("😀", 10_001)), new string('a', 65), new string(' ', 100_000))));

    /// <summary>JSON, or what passes for it, that no member expects.</summary>
    internal static readonly Gen<string> Json = Gen.Frequency(
        (10, Gen.OneOf(
            "null", "[]", "{}", "\"\"", "true", "false", "0", "-0", "-1", "1.5", "1e3", "1e400", "-1e400", "1E-400", "9223372036854775807",
            "9223372036854775808", "-9223372036854775809", "2147483648", "\"1\"", "[null]", "[[]]", "[1,null]", "[\"\"]", "[{}]", "[true]",
            "{\"id\":1}", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "{\"\":{}}", "{\"$ref\":\"$\",\"$type\":\"x\",\"$id\":\"1\"}")),
        (4, Gen.OneOf(
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\"", "\"\\u0000\"", "\"a\\u0000b\"", "[\"\\ud800\"]", "{\"x\":\"\\u0000\"}",
            $"\"{InvalidByte}\"", $"\"{Overlong}\"", $"\"{EncodedSurrogate}\"", $"{{\"{InvalidByte}\":1}}", "\"\\ud83d\\ude00\"")),
        (2, Gen.OneOf(
            "", "NaN", "Infinity", "'x'", "\"open", "\"a\nb\"", "\"\\x41\"", "\"\\u12\"", "01", "+1", ".5", "1.", "0x10", "1_000", "tru", "{",
            "[", "[1,]", "{\"a\":1,}", "/**/1", "1 2", "\u00a01", $"{InvalidByte}")),
        (1, Gen.OneOf(
            new string('[', 10_000) + new string(']', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
            new string('[', 70), $"[{string.Join(',', Enumerable.Range(1, 20_000))}]", "1" + new string('0', 10_000), $"0.{new string('1', 10_000)}")),
        (4, Text.Select(Quote)));

    /// <summary>A text as JSON.</summary>
    internal static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    /// <summary>What becomes of a body on its way.</summary>
    internal static readonly Gen<Func<byte[], byte[]>> Damage = Gen.Frequency<Func<byte[], byte[]>>(
        (30, Gen.Const<Func<byte[], byte[]>>(body => body)),
        (2, Gen.Double[0, 1].Select<double, Func<byte[], byte[]>>(part => body => body[..(int)(body.Length * part)])),
        (2, Gen.Select<double, byte, Func<byte[], byte[]>>(Gen.Double[0, 1], Gen.Byte, (part, value) => body => Replace(body, part, value))),
        (3, Gen.OneOf<Func<byte[], byte[]>>(
            body => [0xef, 0xbb, 0xbf, .. body],
            body => [.. body, .. "garbage"u8],
            body => [.. body, .. body],
            body => [.. body, 0],
            body => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            body => [(byte)'[', .. body, (byte)']'],
            _ => [],
            _ => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0],
            _ => "null"u8.ToArray(),
            body => [.. body, .. Enumerable.Repeat((byte)' ', 300_000)])));

    /// <summary>Text as UTF-8, with the bytes that its stand-ins stand for.</summary>
    internal static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);

        foreach (var part in text.Split(InvalidByte, Overlong, EncodedSurrogate).Zip([.. text.Where(IsStandIn), '\0']))
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(part.First));
            bytes.AddRange(part.Second switch
            {
                InvalidByte => [0xff],
                Overlong => [0xc0, 0xaf],
                EncodedSurrogate => [0xed, 0xa0, 0x80],
                _ => [],
            });
        }

        return [.. bytes];
    }

    /// <summary>One of each.</summary>
    internal static Gen<T[]> Each<T>(IEnumerable<Gen<T>> gens) =>
        gens.Aggregate(Gen.Const<T[]>([]), (all, next) => Gen.Select(all, next, (values, value) => (T[])[.. values, value]));

    private static bool IsStandIn(char c) => c is InvalidByte or Overlong or EncodedSurrogate;

    private static byte[] Replace(byte[] body, double part, byte value)
    {
        var replaced = body.ToArray();

        if (replaced.Length > 0)
        {
            replaced[Math.Min((int)(replaced.Length * part), replaced.Length - 1)] = value;
        }

        return replaced;
    }
}
