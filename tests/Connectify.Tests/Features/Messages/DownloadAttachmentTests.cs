using System.Net.Http.Headers;
using Connectify.Features.Messages;
using Connectify.Infrastructure.Attachments;
using Connectify.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Features.Messages;

public sealed class DownloadAttachmentTests(App app) : InConversation(app)
{
    [Fact]
    public async Task Whoever_has_the_URL_opens_it_without_a_token()
    {
        var url = await Send(FileVerbs.Text("notes.txt", "hello"));

        using var answer = await App.Open(url);

        answer.StatusCode.ShouldBe(OK);
        (await answer.Bytes()).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task A_browser_runs_nothing_of_it()
    {
        using var answer = await App.Open(await Send(FileVerbs.Text("page.html", "<script>alert(1)</script>")));

        Header(answer, "Content-Type").ShouldBe("text/html");
        Header(answer, "Content-Disposition").ShouldBe("attachment; filename=page.html; filename*=UTF-8''page.html");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Content-Security-Policy").ShouldBe("sandbox; default-src 'none'");
        Header(answer, "Cross-Origin-Resource-Policy").ShouldBe("cross-origin");
        answer.Headers.CacheControl!.Private.ShouldBeTrue();
        answer.Headers.CacheControl.MaxAge!.Value.ShouldBeInRange(TimeSpan.FromMinutes(44), TimeSpan.FromMinutes(60));
    }

    [Theory]
    [InlineData("picture.png", "inline")]
    [InlineData("picture.jpg", "inline")]
    [InlineData("picture.webp", "inline")]
    [InlineData("picture.gif", "inline")]
    public async Task Images_are_shown(string name, string disposition)
    {
        using var answer = await App.Open(await Send(FileVerbs.Picture(name)));

        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe(disposition);
    }

    [Fact]
    public async Task An_image_sent_as_a_document_is_not()
    {
        var sent = await (await Alice.SendFile(Chat, FileVerbs.Picture(), "document")).Read<Message>();

        using var answer = await App.Open(sent.Attachments[0].Url);

        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    [Theory]
    [InlineData("r\u00e9sum\u00e9 \u6f22.txt", "filename*=UTF-8''r%C3%A9sum%C3%A9%20%E6%BC%A2.txt")]
    [InlineData("it's (1); a=\u20ac.txt", "filename*=UTF-8''it%27s%20%281%29%3B%20a%3D%E2%82%AC.txt")]
    public async Task Its_name_is_spelled_for_every_browser(string name, string extended)
    {
        using var answer = await App.Open(await Send(FileVerbs.Text(name)));

        var disposition = Header(answer, "Content-Disposition")!;
        disposition.ShouldContain(extended);
        disposition.ShouldAllBe(character => char.IsAscii(character) && !char.IsControl(character));
    }

    [Fact]
    public async Task HEAD_says_all_but_the_file()
    {
        var url = await Send(FileVerbs.Text("notes.txt", "hello"));

        using var head = await App.Open(url, HttpMethod.Head);
        using var get = await App.Open(url);

        head.StatusCode.ShouldBe(OK);
        head.Content.Headers.ContentLength.ShouldBe(5);
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        (await head.Bytes()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_it_is_told_that_it_is_the_same()
    {
        var url = await Send(FileVerbs.Text("notes.txt", "hello"));
        using var first = await App.Open(url);
        var etag = first.Headers.ETag!;
        etag.IsWeak.ShouldBeFalse();
        first.Content.Headers.LastModified.ShouldNotBeNull();

        using var same = await App.Open(url, null, ("If-None-Match", etag.ToString()));
        using var other = await App.Open(url, null, ("If-None-Match", "\"other\""));
        using var rest = await App.Open(url, null, ("Range", "bytes=2-"), ("If-Range", etag.ToString()));
        using var whole = await App.Open(url, null, ("Range", "bytes=2-"), ("If-Range", "\"other\""));

        same.StatusCode.ShouldBe(NotModified);
        other.StatusCode.ShouldBe(OK);
        rest.StatusCode.ShouldBe(PartialContent);
        (await rest.Bytes()).ShouldBe("llo"u8.ToArray());
        whole.StatusCode.ShouldBe(OK);
    }

    [Fact]
    public async Task A_range_beyond_its_end_is_refused()
    {
        using var answer = await App.Open(await Send(FileVerbs.Text("notes.txt", "hello")), null, ("Range", "bytes=5-9"));

        answer.StatusCode.ShouldBe(RequestedRangeNotSatisfiable);
        answer.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(5));
    }

    [Fact]
    public async Task A_URL_that_is_not_as_it_was_given_opens_nothing()
    {
        var url = await Send(FileVerbs.Text());
        var other = await Send(FileVerbs.Text());
        var (path, query) = (url.Split('?')[0], url.Split('?')[1]);

        foreach (var wrong in new[]
        {
            path, $"{path}?expires=1", $"{path}?expires=x&signature=x", $"{path}?{query}x", $"{path}?{query.Replace("expires=1", "expires=2")}",
            $"{other.Split('?')[0]}?{query}", $"{path}thumbnail/?{query}", $"{path}?{query}&{query}", $"/api/messaging/attachments/4711/?{query}",
        })
        {
            await App.Open(wrong).ShouldBeProblem(Forbidden, "This URL is not valid, or not any more");
        }
    }

    [Fact]
    public async Task It_expires()
    {
        var sent = await Alice.SayFiles(Chat, FileVerbs.Text());
        var (path, now) = (Attachment.PathOf(sent.Attachments[0].Id), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var urls = App.Services.GetRequiredService<SignedUrls>();

        (await App.Open(urls.Sign(path, now + 60_000))).StatusCode.ShouldBe(OK);
        await App.Open(urls.Sign(path, now - 1)).ShouldBeProblem(Forbidden, "This URL is not valid, or not any more");
    }

    [Fact]
    public async Task With_its_chat_it_is_gone_at_once()
    {
        var url = await Send(FileVerbs.Text());

        await Alice.DeleteConversation(Chat).ShouldBe(NoContent);

        await App.Open(url).ShouldBeProblem(NotFound, "Attachment not found");
        await App.Services.GetRequiredService<Sweeper>().Sweep(TestContext.Current.CancellationToken);
        (await App.Value<long>("SELECT count(*) FROM attachments WHERE chat_id = @Chat", new { Chat })).ShouldBe(0);
        (await App.Value<long>("SELECT count(*) FROM ended_chats")).ShouldBe(0);
        await App.ShouldHaveNoLeftFiles();
    }

    private async Task<string> Send(FileVerbs.Sample file) => (await Alice.SayFiles(Chat, file)).Attachments[0].Url;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
