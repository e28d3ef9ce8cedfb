using System.Net;
using System.Net.Sockets;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>Metrics on a port of their own: there and nowhere else, and nothing else there.</summary>
public sealed class ManagementPortTests(ManagementPortTests.Scraped app) : IClassFixture<ManagementPortTests.Scraped>
{
    [Fact]
    public async Task Metrics_are_on_the_management_port()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        await alice.Say(await alice.StartConversation(with: bob), "stored, for the scrape");

        var metrics = await (await Ask(app.Management, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        metrics.ShouldContain("connectify_messages_stored_total");
        metrics.ShouldContain("http_server_request_duration_seconds_bucket");
        metrics.ShouldContain("db_client_connection_count");
        metrics.ShouldContain("dotnet_gc_heap_total_allocated_bytes");
    }

    [Fact]
    public async Task What_is_looked_at_and_has_not_happened_yet_is_0()
    {
        await using var unused = new Scraped();
        await unused.InitializeAsync();

        var metrics = await (await Ask(unused.Management, "/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var counters = Dashboard.MetricsIn($"{string.Join('\n', Dashboard.Shown.SelectMany(panel => panel.Expressions))}\n{Dashboard.Alerts}")
            .Where(metric => metric.StartsWith("connectify_", StringComparison.Ordinal) && metric.EndsWith("_total", StringComparison.Ordinal))
            .ToList();
        counters.Count.ShouldBeGreaterThan(8);
        counters.Where(counter => !metrics.Contains($"\n{counter}{{")).ShouldBe(["connectify_deliveries_total"]);
        var lines = metrics.Split('\n');
        lines.ShouldContain(line => line.StartsWith("connectify_http_refusals_total{", StringComparison.Ordinal) && line.Contains("\"fault\""));
        lines.ShouldContain(line => line.StartsWith("connectify_frames_refused_total{", StringComparison.Ordinal) && line.Contains("\"unavailable\""));
        lines.ShouldContain(line => line.StartsWith("connectify_sockets_closed_total{", StringComparison.Ordinal) && line.Contains("\"1011\""));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar")]
    [InlineData("/api/accounts/profile/")]
    [InlineData("/api/accounts/login/")]
    [InlineData("/ws/messaging/conversations/1/")]
    [InlineData("/metrics/../health/live")]
    public async Task Nothing_else_is(string path)
    {
        foreach (var host in Hosts)
        {
            (await Ask(app.Management, path, host)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{path} {host}");
        }
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/metrics/")]
    [InlineData("/METRICS")]
    [InlineData("//metrics")]
    [InlineData("/health/../metrics")]
    public async Task And_they_are_nowhere_else(string path)
    {
        foreach (var host in Hosts)
        {
            (await Ask(app.Process.Address, path, host)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{path} {host}");
        }
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_with_one_line()
    {
        using var other = new TcpListener(IPAddress.IPv6Any, 0);
        other.Server.DualMode = true;
        other.Start();
        using var folder = TestFolder.Create();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, errors) = await ServiceProcess.Run(
            folder.Path, [], ("ConnectionStrings__Connectify", app.Database.ConnectionString), ("Management__Port", $"{port}"));

        code.ShouldBe(1);
        errors.Trim().ShouldBe($"Management:Port: {port} is in use.");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Where_nobody_is_told_OpenTelemetry_is_not_even_loaded(string name, string value)
    {
        using var folder = TestFolder.Create();
        (string, string)[] disabled = name.Length == 0 ? [] :
        [
            (name, value), ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("Management__Port", $"{LoopbackPort.Free()}"),
        ];
        await using var silent = ServiceProcess.Start(
            folder.Path, [("ConnectionStrings__Connectify", app.Database.ConnectionString), .. disabled]);
        await silent.WaitUntilReady();

        silent.Modules.ShouldContain(module => module.Contains("Connectify.dll"));
        silent.Modules.ShouldAllBe(module => !module.Contains("OpenTelemetry"));
        app.Process.Modules.ShouldContain(module => module.Contains("OpenTelemetry"));
    }

    private string[] Hosts => ["", app.Process.Address.Authority, app.Management.Authority, "localhost", "metrics"];

    private static async Task<HttpResponseMessage> Ask(Uri server, string path, string host = "")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Scheme}://{server.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        if (host.Length > 0)
        {
            request.Headers.Host = host;
            request.Headers.Add("X-Forwarded-Host", host);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A service that is scraped.</summary>
    public sealed class Scraped : RemoteApp
    {
        private readonly int _port = LoopbackPort.Free();

        internal Uri Management => new($"http://localhost:{_port}");

        protected override IEnumerable<(string Name, string Value)> Settings => [("Management__Port", $"{_port}")];
    }
}
