using System.Net;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Hosting;

namespace Connectify.Tests.Features.Playground;

public sealed class PlaygroundSetupTests
{
    [Theory]
    [InlineData("Development", "false")]
    [InlineData("Production", null)]
    [InlineData("Production", "false")]
    public async Task Where_it_is_off_nothing_is_there(string environment, string? enabled)
    {
        await using var app = new PlaygroundApp(environment, enabled);
        await app.InitializeAsync();

        foreach (var path in new[] { "/", "/playground/", "/playground/main.js", "/playground/connectify.js" })
        {
            using var answer = await app.Get(path);

            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "There is nothing at this address");
        }

        using var post = await app.Post("/", new { });
        post.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Where_it_is_on_beyond_Development_it_knows_nobody()
    {
        await using var app = new PlaygroundApp("Production", "true");
        await app.InitializeAsync();

        using var answer = await app.Get("/");

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain("data-demo-users=\"\" data-demo-password=\"\"");
    }

    private sealed class PlaygroundApp(string environment, string? enabled) : App
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            enabled is null ? [] : [("Playground:Enabled", enabled)];

        protected override void Configure(IWebHostBuilder host) => host.UseEnvironment(environment);
    }
}
