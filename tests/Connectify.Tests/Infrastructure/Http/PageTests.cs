using System.Net;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class PageTests : IAsyncLifetime
{
    private const int Count = 45;

    private FakeService _service = null!;

    public async ValueTask InitializeAsync() =>
        _service = await FakeService.Start(routes => routes.MapGet("/api/numbers", List));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_page_holds_20_where_no_size_is_given()
    {
        var page = await Page("/api/numbers");

        ((int)page["count"]!).ShouldBe(Count);
        Results(page).ShouldBe(Enumerable.Range(0, 20));
        ((string?)page["previous"]).ShouldBeNull();
        ((string?)page["next"]).ShouldBe($"{_service.Client.BaseAddress}api/numbers?page=2");
    }

    [Fact]
    public async Task Links_lead_through_all_pages_and_back()
    {
        var seen = new List<int>();
        var url = "/api/numbers?search=a%20b&page_size=10";
        JsonObject page;

        do
        {
            page = await Page(url);
            seen.AddRange(Results(page));
            url = (string?)page["next"];
        }
        while (url is not null);

        seen.ShouldBe(Enumerable.Range(0, Count));
        ((string?)page["previous"]).ShouldBe($"{_service.Client.BaseAddress}api/numbers?search=a%20b&page_size=10&page=4");
    }

    [Theory]
    [InlineData("page_size=1", 1)]
    [InlineData("page_size=45", 45)]
    [InlineData("page_size=100", 45)]
    [InlineData("page_size=101", 45)]
    [InlineData("page_size=99999999999999999999", 45)]
    public async Task A_size_above_the_limit_is_taken_as_the_limit(string query, int size) =>
        Results(await Page($"/api/numbers?{query}")).Count().ShouldBe(size);

    [Fact]
    public async Task The_last_page_has_no_next_even_when_it_is_full()
    {
        var page = await Page("/api/numbers?page=3&page_size=15");

        Results(page).Count().ShouldBe(15);
        ((string?)page["next"]).ShouldBeNull();
    }

    [Theory]
    [InlineData("page=4")]
    [InlineData("page=4&page_size=15")]
    [InlineData("page=9223372036854775807")]
    [InlineData("page=99999999999999999999&page_size=100")]
    public async Task A_page_past_the_end_is_a_404(string query) =>
        (await _service.Get($"/api/numbers?{query}")).ShouldBeProblem(HttpStatusCode.NotFound, "Page not found");

    [Fact]
    public async Task The_first_page_is_never_past_the_end()
    {
        var page = await Page("/api/numbers?count=0");

        page.ToJsonString().ShouldBe("""{"count":0,"next":null,"previous":null,"results":[]}""");
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=x", "page")]
    [InlineData("page=", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=-1", "page_size")]
    [InlineData("page=1&page=2", "page")]
    public async Task What_is_no_page_is_a_400(string query, string member) =>
        (await _service.Get($"/api/numbers?{query}")).Errors.Keys.ShouldBe([member]);

    private static Results<Ok<Page<int>>, ProblemHttpResult> List(PageQuery page, HttpRequest request)
    {
        var count = request.Query["count"] == "0" ? 0 : Count;
        var results = Enumerable.Range(0, count).Where(number => number >= page.Skip).Take(page.Size).ToList();

        return page.Of(count, results) is { } found ? TypedResults.Ok(found) : Problem.Of(404, "Page not found");
    }

    private async Task<JsonObject> Page(string url)
    {
        var answer = await _service.Get(url);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);

        return answer.Json;
    }

    private static IEnumerable<int> Results(JsonObject page) => page["results"]!.AsArray().Select(number => (int)number!);
}
