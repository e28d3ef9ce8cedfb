using System.Net;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

public sealed class HealthTests(App app) : IClassFixture<App>
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready/")]
    public async Task A_service_that_can_serve_says_so_to_anybody(string path)
    {
        using var client = app.CreateClient();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), _cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync(_cancel)).ShouldBe("""{"status":"healthy"}""");
        answer.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_its_schema_it_is_alive_but_not_ready()
    {
        await using var own = new App();
        await own.InitializeAsync();
        using var client = own.CreateClient();
        await own.Db.Execute("DELETE FROM schemaversions", null, _cancel);

        (await Status(client, "/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Status(client, "/health/live")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_its_database_it_is_alive_but_not_ready_and_says_so_soon()
    {
        await using var own = new App();
        await own.InitializeAsync();
        using var client = own.CreateClient();
        await own.DropDatabase();

        (await Status(client, "/health/ready").WaitAsync(TimeSpan.FromSeconds(3), _cancel)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Status(client, "/health/live")).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), _cancel);

        return answer.StatusCode;
    }
}
