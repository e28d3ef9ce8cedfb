using System.Net;
using Connectify.Tests.AsyncApi;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class AsyncApiPagesTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("/asyncapi/v1.yaml", "application/yaml", "docs/asyncapi.yaml")]
    [InlineData("/asyncapi", "text/html", "docs/asyncapi.html")]
    [InlineData("/asyncapi/", "text/html", "docs/asyncapi.html")]
    [InlineData("/asyncapi/page.css", "text/css", "docs/asyncapi.css")]
    public async Task It_is_what_stands_in_docs(string address, string type, string file)
    {
        using var client = app.CreateClient();

        var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllTextAsync(Path.Combine(Conventions.Repository.Root, file), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_page_has_no_script_and_loads_nothing_from_elsewhere()
    {
        using var client = app.CreateClient();

        var answer = await client.GetAsync("/asyncapi", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'self';");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("style=");
        page.ShouldNotContain("src=");
        page.ShouldNotContain("href=\"http");
    }

    [Fact]
    public void Each_link_in_the_page_leads_somewhere()
    {
        var page = new SocketPage(SocketDocument.Todays).Render();
        var anchors = page.Split("href=\"#").Skip(1).Select(part => part.Split('"')[0]).ToList();
        var places = page.Split("id=\"").Skip(1).Select(part => part.Split('"')[0]).ToList();

        anchors.Count.ShouldBeGreaterThan(30);
        anchors.Except(places).ShouldBeEmpty();
        places.ShouldBeUnique();
    }
}
