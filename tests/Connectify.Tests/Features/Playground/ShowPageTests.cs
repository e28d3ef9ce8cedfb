using System.Net;
using System.Net.Http.Headers;
using Connectify.Features.Playground;
using Connectify.Tests.Support;

namespace Connectify.Tests.Features.Playground;

public sealed class ShowPageTests(App app) : IClassFixture<App>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly string[] Files =
    [
        .. typeof(PageFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Playground/", StringComparison.Ordinal)).Select(name => $"/{name.ToLowerInvariant()}"),
    ];

    [Fact]
    public async Task It_is_at_the_root_and_nothing_but_its_own_files_runs_in_it()
    {
        using var answer = await app.Get("/");
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("style-src 'self'");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldAllBe(rule => !rule.Contains("unsafe") && !rule.Contains('*') && !rule.Contains("http") && !rule.Contains("data:"));
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.ShouldNotContain("<style");
        page.ShouldNotContain("style=");
        page.ShouldNotContain("onload");
        page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Everything_that_it_is_made_of_is_served_as_what_it_is()
    {
        Files.ShouldContain("/playground/connectify.js");
        Files.ShouldContain("/playground/vendor/preact.mjs");
        Files.Length.ShouldBeGreaterThan(20);

        foreach (var file in Files)
        {
            using var answer = await app.Get(file);

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(Path.GetExtension(file) switch
            {
                ".js" or ".mjs" => "text/javascript",
                ".css" => "text/css",
                ".svg" => "image/svg+xml",
                ".html" => "text/html",
                _ => "text/plain",
            });
            answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue(file);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/playground/main.js")]
    public async Task What_one_has_is_not_sent_again(string path)
    {
        using var first = await app.Get(path);
        var tag = first.Headers.ETag.ShouldNotBeNull();
        first.Headers.CacheControl!.NoCache.ShouldBeTrue();

        using var same = await Ask(HttpMethod.Get, path, tag);
        using var other = await Ask(HttpMethod.Get, path, new EntityTagHeaderValue("\"another\""));

        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/playground/main.js")]
    public async Task It_can_be_asked_whether_it_is_there(string path)
    {
        using var answer = await Ask(HttpMethod.Head, path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(0);
        (await answer.Content.ReadAsByteArrayAsync(Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/playground")]
    [InlineData("/playground/")]
    [InlineData("/playground/nothing.js")]
    [InlineData("/playground/view")]
    [InlineData("/playground/..%2fappsettings.json")]
    [InlineData("/playground/../appsettings.json")]
    [InlineData("/playground/%2e%2e/Program.cs")]
    [InlineData("/playground/view/../main.js%00.css")]
    [InlineData("/main.js")]
    [InlineData("/index.html")]
    public async Task Nothing_else_is(string path)
    {
        using var answer = await app.Get(path);

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task It_knows_the_users_of_the_demo_and_is_no_part_of_the_API()
    {
        (await Text(app, "/")).ShouldContain("data-demo-users=\"alice bob carol\" data-demo-password=\"connectify\"");
        (await Text(app, "/openapi/v1.json")).ShouldNotContain("playground", Case.Insensitive);
    }

    private static async Task<string> Text(App app, string path)
    {
        using var answer = await app.Get(path);

        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string path, EntityTagHeaderValue? tag = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method, path);

        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await client.SendAsync(request, Cancel);
    }
}
