using System.Text;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Attachments;

public sealed class ContentKindTests
{
    [Theory]
    [InlineData("a.png", "image", "image/png")]
    [InlineData("a.jpg", "image", "image/jpeg")]
    [InlineData("a.gif", "image", "image/gif")]
    [InlineData("a.webp", "image", "image/webp")]
    [InlineData("a.tif", "image", "image/tiff")]
    [InlineData("a.avif", "image", "image/avif")]
    public void Images_are_what_their_bytes_say(string name, string type, string contentType) =>
        ContentKind.Of(FileVerbs.Picture(name).Content, "page.html").ShouldBe(new ContentKind(type, contentType));

    [Theory]
    [InlineData("\0\0\0\u0020ftypisom\0\0\u0002\0", "video", "video/mp4")]
    [InlineData("\0\0\0\u0020ftypmp42\0\0\u0002\0", "video", "video/mp4")]
    [InlineData("\0\0\0\u0020ftypM4A \0\0\u0002\0", "audio", "audio/mp4")]
    [InlineData("\0\0\0\u0020ftypqt  \0\0\u0002\0", "video", "video/quicktime")]
    [InlineData("\0\0\0\u0020ftyp3gp4\0\0\u0002\0", "video", "video/3gpp")]
    [InlineData("\0\0\0\u0020ftypheic\0\0\u0002\0", "image", "image/heic")]
    [InlineData("\u001aE\u00df\u00a3\u009fB\u0086\u0001B\u0082\u0084webm", "video", "video/webm")]
    [InlineData("\u001aE\u00df\u00a3\u009fB\u0086\u0001B\u0082\u0088matroska", "video", "video/x-matroska")]
    [InlineData("RIFF\u0001\0\0\0AVI LIST", "video", "video/x-msvideo")]
    [InlineData("RIFF\u0001\0\0\0WAVEfmt ", "audio", "audio/wav")]
    [InlineData("ID3\u0004\0\0\0\0\0\0", "audio", "audio/mpeg")]
    [InlineData("\u00ff\u00fb\u0090d\0\0\0\0", "audio", "audio/mpeg")]
    [InlineData("\u00ff\u00f1\u0050\u0080\0\0\0\0", "audio", "audio/aac")]
    [InlineData("fLaC\0\0\0\u0022", "audio", "audio/flac")]
    [InlineData("OggS\0\u0002\0\0\0\0\0\0\0\0OpusHead", "audio", "audio/ogg")]
    [InlineData("OggS\0\u0002\0\0\0\0\0\0\0\0\u0080theora", "video", "video/ogg")]
    [InlineData("%PDF-1.7\n", "document", "application/pdf")]
    [InlineData("PK\u0003\u0004\u0014\0", "document", "application/zip")]
    [InlineData("MZ\u0090\0\u0003", "document", "application/octet-stream")]
    [InlineData("\u0001\u0002\u0003", "document", "application/octet-stream")]
    public void So_are_films_and_sounds_and_archives(string head, string type, string contentType) =>
        ContentKind.Of(Encoding.Latin1.GetBytes(head), "picture.png").ShouldBe(new ContentKind(type, contentType));

    [Theory]
    [InlineData("a.csv", "text/csv")]
    [InlineData("a.CSV", "text/csv")]
    [InlineData("a.md", "text/markdown")]
    [InlineData("a.json", "application/json")]
    [InlineData("a.html", "text/html")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.xml", "application/xml")]
    [InlineData("a.js", "text/javascript")]
    [InlineData("a.css", "text/css")]
    [InlineData("a.txt", "text/plain")]
    [InlineData("a.png", "text/plain")]
    [InlineData("a.exe", "text/plain")]
    [InlineData("a", "text/plain")]
    public void Text_is_a_document_and_its_name_says_of_which_kind(string name, string contentType)
    {
        foreach (var text in new[] { "<script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "a;b\r\n1;2", "r\u00e9sum\u00e9 \u6f22", "BM" })
        {
            ContentKind.Of(Encoding.UTF8.GetBytes(text), name).ShouldBe(new ContentKind("document", contentType));
        }
    }

    [Theory]
    [InlineData("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("report.exe", "application/zip")]
    public void An_archive_may_be_an_office_file(string name, string contentType) =>
        ContentKind.Of("PK\u0003\u0004aaaa"u8, name).ContentType.ShouldBe(contentType);

    [Theory]
    [InlineData("image", "image/png", "image", "image/png")]
    [InlineData("image", "image/png", "document", "image/png")]
    [InlineData("image", "image/png", null, "image/png")]
    [InlineData("image", "image/png", "", "image/png")]
    [InlineData("image", "image/png", "video", null)]
    [InlineData("document", "text/plain", "image", null)]
    [InlineData("document", "text/plain", "audio", null)]
    [InlineData("audio", "audio/mpeg", "video", null)]
    [InlineData("video", "video/webm", "audio", "audio/webm")]
    [InlineData("video", "video/mp4", "audio", "audio/mp4")]
    [InlineData("audio", "audio/ogg", "video", "video/ogg")]
    [InlineData("video", "video/quicktime", "audio", null)]
    [InlineData("video", "video/mp4", "image", null)]
    public void What_it_is_said_to_be_has_to_agree(string type, string contentType, string? claimed, string? agreed)
    {
        var kind = new ContentKind(type, contentType).As(claimed);

        kind?.ContentType.ShouldBe(agreed);
        (kind is null).ShouldBe(agreed is null);
        kind?.Type.ShouldBe(string.IsNullOrEmpty(claimed) ? type : claimed);
    }
}
