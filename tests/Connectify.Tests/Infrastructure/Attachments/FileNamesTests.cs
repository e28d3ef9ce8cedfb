using Connectify.Infrastructure.Attachments;

namespace Connectify.Tests.Infrastructure.Attachments;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("holiday 2026.jpg", "holiday 2026.jpg")]
    [InlineData("r\u00e9sum\u00e9 \u6f22 \U0001F600.pdf", "r\u00e9sum\u00e9 \u6f22 \U0001F600.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("/absolute", "absolute")]
    [InlineData("C:\\fakepath\\a.png", "a.png")]
    [InlineData("a\0.png", "a.png")]
    [InlineData("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt")]
    [InlineData("evil\u202egpj.exe", "evilgpj.exe")]
    [InlineData("\u2066a\u2069\u200f\u061c.txt", "a.txt")]
    [InlineData("CON", "CON")]
    [InlineData(";rm -rf \"x\".txt", ";rm -rf \"x\".txt")]
    [InlineData("  ", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData(".", "file")]
    [InlineData("a/..", "file")]
    [InlineData("a/", "file")]
    public void A_name_is_shown_and_no_path(string? given, string clean) => FileNames.Clean(given).ShouldBe(clean);

    [Fact]
    public void A_long_name_keeps_its_ending()
    {
        var name = FileNames.Clean(new string('a', 5000) + ".tar.gz");

        name.Length.ShouldBe(255);
        name.ShouldEndWith("a.tar.gz"[^3..]);
        FileNames.Clean(string.Concat(Enumerable.Repeat("\U0001F600", 300))).EnumerateRunes().Count().ShouldBe(255);
        FileNames.Clean("a." + new string('b', 300)).Length.ShouldBe(255);
    }
}
