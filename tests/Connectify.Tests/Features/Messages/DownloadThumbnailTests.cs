using System.IO.Hashing;
using Connectify.Tests.Support;
using NetVips;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class DownloadThumbnailTests(App app) : InConversation(app)
{
    [Theory]
    [InlineData("wide.png", 1000, 500, 480, 240)]
    [InlineData("high.jpg", 300, 1200, 120, 480)]
    [InlineData("small.webp", 64, 32, 64, 32)]
    [InlineData("still.gif", 500, 500, 480, 480)]
    [InlineData("new.avif", 600, 480, 480, 384)]
    [InlineData("print.tif", 960, 96, 480, 48)]
    public async Task It_is_a_small_copy(string name, int width, int height, int smallWidth, int smallHeight)
    {
        var sent = (await Alice.SayFiles(Chat, FileVerbs.Picture(name, width, height))).Attachments[0];
        (sent.Width, sent.Height).ShouldBe((width, height));

        using var answer = await App.Open(sent.ThumbnailUrl!);

        answer.StatusCode.ShouldBe(OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        using var small = Image.NewFromBuffer(await answer.Bytes());
        (small.Width, small.Height).ShouldBe((smallWidth, smallHeight));
    }

    [Fact]
    public async Task It_is_upright_and_tells_nothing_of_where_it_was_taken()
    {
        using var grey = (Image.Black(200, 100, 3) + 100).Cast(Enums.BandFormat.Uchar);
        using var turned = grey.Mutate(image =>
        {
            image.Set(GValue.GIntType, "orientation", 6);
            image.Set(GValue.GStrType, "exif-ifd0-Artist", "somebody");
        });

        var sent = (await Alice.SayFiles(Chat, new FileVerbs.Sample("turned.jpg", turned.JpegsaveBuffer()))).Attachments[0];

        (sent.Width, sent.Height).ShouldBe((100, 200));
        using var answer = await App.Open(sent.ThumbnailUrl!);
        using var small = Image.NewFromBuffer(await answer.Bytes());
        (small.Width, small.Height).ShouldBe((100, 200));
        small.GetFields().ShouldNotContain(field => field.StartsWith("exif"));
    }

    [Fact]
    public async Task What_is_no_image_has_none()
    {
        var sent = (await Alice.SayFiles(Chat, FileVerbs.Text(), FileVerbs.Picture())).Attachments;

        sent[0].ThumbnailUrl.ShouldBeNull();
        await App.Open(sent[1].ThumbnailUrl!.Replace("signature=", "signature=x"))
            .ShouldBeProblem(Forbidden, "This URL is not valid, or not any more");
    }

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(16_385, 1)]
    [InlineData(10_000, 5_001)]
    public async Task An_image_with_too_many_pixels_is_not_even_decoded(int width, int height)
    {
        // A header that says so, and next to nothing behind it.
        var picture = FileVerbs.Picture().Content;
        byte[] header = [.. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0];
        var bomb = new FileVerbs.Sample(
            "bomb.png", [.. picture[..12], .. header, .. BigEndian((int)Crc32.HashToUInt32(header)), .. picture[33..]]);

        var errors = await Alice.SendFile(Chat, bomb).ShouldBeInvalid("attachments");

        errors.ToString().ShouldContain("too many pixels");
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task What_only_begins_like_an_image_is_a_document()
    {
        var broken = new FileVerbs.Sample("broken.png", [.. FileVerbs.Picture().Content[..40], 1, 2, 3]);

        var sent = (await Alice.SayFiles(Chat, broken)).Attachments[0];

        (sent.Type, sent.ContentType, sent.ThumbnailUrl).ShouldBe(("document", "application/octet-stream", null));
        await Alice.SendFile(Chat, broken, "image").ShouldBeInvalid("attachment_types");
    }

    private static byte[] BigEndian(int number) => [.. BitConverter.GetBytes(number).Reverse()];
}
