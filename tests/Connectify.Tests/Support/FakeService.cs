using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Connectify.Tests.Support;

/// <summary>The service's HTTP side around endpoints of a test's own, on a real socket.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeService(WebApplication app, LogLines log)
    {
        _app = app;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal HttpClient Client { get; }

    internal LogLines Log { get; }

    internal IServiceProvider Services => _app.Services;

    internal static async Task<FakeService> Start(
        Action<IEndpointRouteBuilder> map,
        string environment = "Production",
        Action<WebApplicationBuilder>? add = null,
        Action<WebApplication>? use = null)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddKestrel().AddHttp();
        add?.Invoke(builder);

        var app = builder.Build();
        app.UseHttp();
        use?.Invoke(app);
        map(app.MapGroup("").ValidateBodies());
        await app.StartAsync(TestContext.Current.CancellationToken);

        return new FakeService(app, log);
    }

    internal Task<Answer> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    internal Task<Answer> Post(string path, string json) =>
        Post(path, new StringContent(json, Encoding.UTF8, "application/json"));

    internal Task<Answer> Post(string path, HttpContent? content) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });

    internal async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        return new Answer(response.StatusCode, response.Headers, response.Content.Headers, text);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>What a service answered.</summary>
internal sealed record Answer(
    HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    internal JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The members that are wrong, with the first text of each.</summary>
    internal Dictionary<string, string> Errors
    {
        get
        {
            ShouldBeProblem(HttpStatusCode.BadRequest, "Invalid input");

            return Json["errors"]!.AsObject().ToDictionary(error => error.Key, error => (string)error.Value![0]!);
        }
    }

    internal void ShouldBeProblem(HttpStatusCode status, string? detail)
    {
        Status.ShouldBe(status, Text);
        ContentHeaders.ContentType?.MediaType.ShouldBe("application/problem+json");
        ((int?)Json["status"]).ShouldBe((int)status);
        ((string?)Json["detail"]).ShouldBe(detail);
        Headers.CacheControl!.NoStore.ShouldBeTrue();
    }
}
