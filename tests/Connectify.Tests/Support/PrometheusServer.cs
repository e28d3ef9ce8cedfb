using System.Diagnostics;
using System.Text.Json;
using Connectify.Infrastructure.Database;

namespace Connectify.Tests.Support;

/// <summary>The machine's own Prometheus, which scrapes one service every second, with the alerts of the repository.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _folder;
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(TestFolder folder, Process process, Uri address) =>
        (_folder, _process, _client) = (folder, process, new HttpClient { BaseAddress = address });

    /// <summary>Where its tool is, or null.</summary>
    internal static string? Tool { get; } = PostgresBinaries.OnPath("promtool");

    /// <summary>Why there can be none, or null. The gate has to have one.</summary>
    internal static string? Missing =>
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || (Program is not null && Tool is not null)
            ? null
            : "There is no prometheus on this machine.";

    private static string? Program { get; } = PostgresBinaries.OnPath("prometheus");

    internal static async Task<PrometheusServer> Start(Uri scraped, string alerts)
    {
        var folder = TestFolder.Create();
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var configuration = Path.Combine(folder.Path, "prometheus.yaml");
        await File.WriteAllTextAsync(configuration, $"""
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: ["{alerts}"]
            scrape_configs:
              - job_name: connectify
                static_configs: [targets: ["{scraped.Authority}"]]
            """);
        var start = new ProcessStartInfo(
            Program ?? throw new InvalidOperationException("There is no prometheus on this machine."),
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.Path, "data")}",
                $"--web.listen-address={address.Authority}", "--log.level=warn",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new PrometheusServer(folder, Process.Start(start)!, address);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        await server.Ready();
        await server.Until("up == 1");

        return server;
    }

    /// <summary>The values of an expression now; it has to be one.</summary>
    internal async Task<IReadOnlyList<double>> Query(string expression)
    {
        var data = await Get($"/api/v1/query?query={Uri.EscapeDataString(expression)}");

        return [.. data.GetProperty("result").EnumerateArray().Select(one => double.Parse(one.GetProperty("value")[1].GetString()!))];
    }

    /// <summary>Waits until an expression has a value that is a number.</summary>
    internal Task Until(string expression) =>
        Until(async () => (await Query(expression)).Any(value => !double.IsNaN(value)), $"There is no data for {expression}");

    /// <summary>The alerts as it has evaluated them.</summary>
    internal async Task<IReadOnlyList<(string Name, string Health, string? Error)>> Alerts()
    {
        var data = await Get("/api/v1/rules");

        return
        [
            .. from rules in data.GetProperty("groups").EnumerateArray()
               from rule in rules.GetProperty("rules").EnumerateArray()
               select (rule.Text("name")!, rule.Text("health")!, rule.TryGetProperty("lastError", out var error) ? error.GetString() : null),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>It listens before it has read its store, and until then refuses every query with 503.</summary>
    private Task Ready() =>
        Until(
            async () =>
            {
                try
                {
                    using var answer = await _client.GetAsync("/-/ready", TestContext.Current.CancellationToken);

                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException) when (!_process.HasExited)
                {
                    return false;
                }
            },
            "Prometheus is not ready");

    private static async Task Until(Func<Task<bool>> isSo, string otherwise)
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end; await Task.Delay(200, TestContext.Current.CancellationToken))
        {
            if (await isSo())
            {
                return;
            }
        }

        throw new TimeoutException(otherwise);
    }

    private async Task<JsonElement> Get(string path)
    {
        using var answer = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        // The answer says what of the query it could not read.
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {body}");

        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("data");
    }
}
