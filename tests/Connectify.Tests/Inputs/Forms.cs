using System.Text;
using CsCheck;

namespace Connectify.Tests.Inputs;

/// <summary>Multipart forms with the fields of a request and files beside them: whole, odd, and broken.</summary>
internal static class Forms
{
    private const string Boundary = "b0undary";

    private static readonly Gen<string> Type = Gen.Frequency(
        (20, Gen.Const($"multipart/form-data; boundary={Boundary}")),
        (2, Gen.OneOf($"multipart/form-data; boundary=\"{Boundary}\"", $"Multipart/Form-Data;charset=utf-7; BOUNDARY={Boundary}")),
        (2, Gen.OneOf(
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=other",
            "multipart/form-data; boundary=" + new string('b', 71), "multipart/form-data; boundary=--", "multipart/form-data;", "multipart/form-data; =",
            $"multipart/form-data; boundary={Boundary}; boundary=other", $"multipart/mixed; boundary={Boundary}", $"application/json; boundary={Boundary}")));

    private static readonly Gen<string> FileName = Gen.OneOf(
        "a.txt", "a.png", "../../etc/passwd", "..\\\\x", "/abs", "a\0.png", new string('n', 5_000), "CON", ";rm -rf", "\u202egnp.exe", "a\r.txt", "a\\\".txt", ".", "..",
        " ", "\u00fc\u0301.txt", "a.html", "a.svg", "a.png.exe", "\ud83d\ude00.png", "%00", "..%2f", "a\u0085b", "\ue000", "''", "con.png:stream");

    private static readonly Gen<string> Disposition = Gen.Frequency(
        (10, FileName.Select(name => $"form-data; name=\"attachments\"; filename=\"{name}\"")),
        (1, FileName.Select(name => $"form-data; name=\"avatar\"; filename=\"{name}\"")),
        (3, Gen.OneOf(
            "form-data; name=\"attachments\"; filename*=UTF-8''..%2f..%2fx", "form-data; name=\"attachments\"; filename*=utf-7''x; filename=\"y\"",
            "form-data; name=\"attachments\"; filename*=\"", "form-data; name=attachments; filename=", "form-data; name=\"attachments\"", "form-data",
            "form-data; filename=\"x\"", "attachment; filename=\"x\"", "form-data; name=\"\"; filename=\"\"", "form-data; name=\"attachments[]\"; filename=\"x\"",
            "form-data; name=\"content\"; filename=\"x\"", "form-data; name=\"attachments\"; name=\"content\"; filename=\"x\"", "", ";;;", "form-data; name=\"a")));

    private static readonly Gen<string> ContentType = Gen.OneOf(
        "", "\r\nContent-Type: image/png", "\r\nContent-Type: text/html; charset=utf-7", "\r\nContent-Type: image/svg+xml", "\r\nContent-Type: x",
        "\r\nContent-Type: multipart/mixed; boundary=inner", "\r\nContent-Transfer-Encoding: base64", "\r\nContent-Encoding: gzip", "\r\nContent-Length: 5",
        "\r\nX: " + new string('x', 20_000), string.Concat(Enumerable.Range(0, 40).Select(number => $"\r\nX-{number}: y")), "\r\nno colon", "\r\n folded: y");

    private static readonly Gen<string> Content = Gen.OneOf(
        "", "some text", "%PDF-1.7\n", "GIF89a\u0001\u0000\u0001\u0000;", "<html><script>alert(1)</script>", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "MZ\u0000", "PK\u0003\u0004", "#!/bin/sh\n", "\0\0\0",
        "\ue000PNG\r\n\u001a\n", "RIFF\0\0\0\0WEBPVP8 ", $"--{Boundary}", $"\r\n--{Boundary}", $"\r\n--{Boundary}x", $"\n--{Boundary}--", new string('x', 100_000),
        "--inner\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\nx\r\n--inner--");

    private static readonly Gen<string> File = Gen.Select(Disposition, ContentType, Content,
        (disposition, type, content) => $"Content-Disposition: {disposition}{type}\r\n\r\n{content}");

    private static readonly Gen<string> OddPart = Gen.OneOf(
        "", "\r\n", "\r\nno header", "Content-Type: text/plain\r\n\r\nx", "x", ":\r\n\r\n", "Content-Disposition: form-data; name=\"content\"\r\n\r\n\ue000",
        "Content-Disposition: form-data; name=\"content\"\r\n\r\na\0b", "Content-Disposition: form-data; name=\"content\"\n\nx",
        "Content-Disposition: form-data; name=\"attachment_types\"\r\n\r\n[\"image\",null,5]", "Content-Disposition: form-data; name=\"attachment_types\"\r\n\r\nimage,,video",
        "Content-Disposition: form-data; name=\"member_ids\"\r\n\r\n[[1]]", "Content-Disposition: form-data; name=\"member_ids\"\r\n\r\n1,2,1e400",
        "Content-Disposition: form-data; name=\"\ud83d\ude00\"\r\n\r\nx", $"Content-Disposition: form-data; name=\"{new string('n', 10_000)}\"\r\n\r\nx");

    /// <summary>Forms for a type: what their content type says, and the bytes.</summary>
    internal static Gen<(string Type, byte[] Body)> Of(IEnumerable<string> members, Gen<string> value)
    {
        var field = Gen.Select(Gen.OneOf([.. members, "id", ""]), value,
            (name, text) => $"Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}");
        var parts = Gen.Frequency(
            (20, Gen.Frequency((4, field), (4, File), (1, OddPart)).Array[0, 5]),
            (1, Gen.Select(Gen.Frequency((1, field), (1, File)), Gen.OneOf(11, 2_500), (part, count) => part.Length < 200 ? Enumerable.Repeat(part, count).ToArray() : [part])));
        var end = Gen.Frequency((20, Gen.Const($"--{Boundary}--\r\n")), (3, Gen.OneOf("", $"--{Boundary}\r\n", $"--{Boundary}-", "--other--\r\n", $"--{Boundary}--garbage", $"--{Boundary}--\r\nepilogue")));
        var start = Gen.Frequency((20, Gen.Const("")), (1, Gen.OneOf("\r\n", "preamble\r\n", new string('p', 100_000) + "\r\n")));

        return Gen.Select(Type, start, parts, end, Odd.Damage, (type, before, all, after, damage) =>
        {
            var form = new StringBuilder(before);

            foreach (var part in all)
            {
                form.Append($"--{Boundary}\r\n{part}\r\n");
            }

            return (type, damage(Odd.Bytes(form.Append(after).ToString())));
        });
    }
}
