using System.Net;
using System.Net.Sockets;
using System.Text;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

/// <summary>How much may be sent, and what becomes of forms that are none.</summary>
public sealed class FileLimitsTests(FileLimitsTests.Small app) : InConversation<FileLimitsTests.Small>(app)
{
    private const string Boundary = "----limit";

    public sealed class Small : App
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [("Limits:FileSize", "5000"), ("Limits:FilesPerMessage", "3"), ("Limits:JsonBody", "2000")];
    }

    [Theory]
    [InlineData(4999, Created)]
    [InlineData(5000, Created)]
    [InlineData(5001, RequestEntityTooLarge)]
    [InlineData(3_000_000, RequestEntityTooLarge)]
    public async Task A_file_has_so_many_bytes(int size, HttpStatusCode status)
    {
        (await Alice.SendFile(Chat, FileVerbs.Random("noise.bin", size))).StatusCode.ShouldBe(status);
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task The_answer_comes_also_where_the_length_is_not_said()
    {
        using var form = FileVerbs.Form([("content", "x")], FileVerbs.Random("noise.bin", 3_000_000));
        form.Headers.ContentLength = null;
        using var client = App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = form };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new("Bearer", Alice.Token);

        (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(RequestEntityTooLarge);

        await App.ShouldHaveNoLeftFiles();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_message_has_so_many_files(int count) =>
        (await Alice.SayFiles(Chat, Files(count))).Attachments.Count.ShouldBe(count);

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    public async Task With_more_it_is_refused(int count)
    {
        await Alice.SendFiles(Chat, "x", null, Files(count)).ShouldBeInvalid("attachments");
        await App.ShouldHaveNoLeftFiles();
    }

    [Fact]
    public async Task Fields_together_are_as_long_as_JSON()
    {
        await Alice.SendForm(Chat, FileVerbs.Form([("content", new string('x', 1000)), ("other", new string('x', 1000))])).ShouldBe(Created);
        await Alice.SendForm(Chat, FileVerbs.Form([("content", new string('x', 1000)), ("other", new string('x', 1001))]))
            .ShouldBe(RequestEntityTooLarge);
        await Alice.Send(Chat, new string('x', 2000)).ShouldBe(RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_form_has_a_bounded_number_of_parts()
    {
        var parts = string.Concat(Enumerable.Repeat($"--{Boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", 2001));

        await Post($"{parts}--{Boundary}--\r\n").ShouldBeInvalid("body");
    }

    [Fact]
    public async Task An_empty_file_is_refused_and_one_that_was_not_chosen_is_none()
    {
        await Alice.SendFile(Chat, new FileVerbs.Sample("empty.txt", [])).ShouldBeInvalid("attachments");
        await Alice.SendFiles(Chat, "text", null, new FileVerbs.Sample("", [])).ShouldBe(Created);
        await App.ShouldHaveNoLeftFiles();
    }

    [Theory]
    [InlineData("")]
    [InlineData("what is this?")]
    [InlineData("------limit\r\nContent-Disposition: form-data; name=content\r\n\r\nno end")]
    [InlineData("------limit\r\nContent-Disposition: form-data; name=attachments; filename=a.txt\r\n\r\nno end")]
    [InlineData("------limit\r\nContent-Disposition: form-data; name=attachments; filename=a.txt\r\nno headers' end")]
    [InlineData("------limit\r\nno header\r\n\r\nx\r\n------limit--\r\n")]
    public async Task A_broken_form_is_refused_and_keeps_nothing(string form)
    {
        await Post(form).ShouldBeInvalid("body");
        await App.ShouldHaveNoLeftFiles();
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890x")]
    public async Task A_form_needs_a_boundary(string contentType) =>
        await Post("x", contentType).ShouldBeInvalid("body");

    [Theory]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task Another_type_of_body_is_not_taken(string contentType) =>
        await Post("content=hi", contentType).ShouldBe(UnsupportedMediaType);

    [Fact]
    public async Task Text_that_is_no_Unicode_is_refused()
    {
        byte[] form =
        [
            .. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=content\r\n\r\n"), 0xFF, 0xFE,
            .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        using var body = new ByteArrayContent(form);
        body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={Boundary}");

        await Alice.Post(Path, body).ShouldBeInvalid("content");
    }

    [Fact]
    public async Task Who_goes_away_in_the_middle_of_an_upload_leaves_nothing()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", App.BaseAddress.Port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {Path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Alice.Token}\r\n"
                    + $"Content-Type: multipart/form-data; boundary={Boundary}\r\nContent-Length: 4000\r\n\r\n"
                    + $"--{Boundary}\r\nContent-Disposition: form-data; name=attachments; filename=a.txt\r\n\r\n{new string('x', 2000)}"),
                TestContext.Current.CancellationToken);

            await Until(() => App.IncomingFiles() == 1);
        }

        await Until(() => App.IncomingFiles() == 0);
        (await Alice.Messages(Chat)).ShouldBeEmpty();
        await App.ShouldHaveNoLeftFiles();
    }

    private string Path => $"{ChatVerbs.ConversationsPath}{Chat}/send_message/";

    private static FileVerbs.Sample[] Files(int count) =>
        [.. Enumerable.Range(0, count).Select(n => FileVerbs.Text($"{n}.txt"))];

    private Task<HttpResponseMessage> Post(string form, string contentType = $"multipart/form-data; boundary={Boundary}")
    {
        var body = new StringContent(form);
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        return Alice.Post(Path, body);
    }

    private static async Task Until(Func<bool> isTrue)
    {
        while (!isTrue())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
