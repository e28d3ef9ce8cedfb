using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectify.Tests.Support;

/// <summary>Takes what a service exports by OTLP over HTTP, and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, string? ContentType, byte[] Body)> _taken = new();

    private Collector(WebApplication server) => _server = server;

    /// <summary>Where it is.</summary>
    internal string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>All that has come, of every kind.</summary>
    internal IReadOnlyList<(string Path, string? ContentType, string Text)> Taken =>
        [.. _taken.Select(one => (one.Path, one.ContentType, Encoding.Latin1.GetString(one.Body)))];

    /// <summary>Settings by which a service exports to it, and soon.</summary>
    internal (string, string)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_BLRP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];

    internal static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._server.Run(collector.Take);
        await collector._server.StartAsync(TestContext.Current.CancellationToken);

        return collector;
    }

    /// <summary>Waits until a text has come to an address.</summary>
    internal async Task<string> Until(string path, params string[] texts)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var all = string.Concat(Taken.Where(one => one.Path == path).Select(one => one.Text));

            if (texts.All(all.Contains))
            {
                return all;
            }
        }

        throw new TimeoutException($"{path} was not given all of {string.Join(", ", texts)}; there came {string.Join(", ", Taken.Select(one => (one.Path, one.Text.Length)))}.");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _taken.Enqueue((context.Request.Path, context.Request.ContentType, body.ToArray()));
    }
}
