using System.Net;
using System.Text.Json;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>What is exported where OpenTelemetry's own variables name somebody.</summary>
public sealed class OtlpTests(OtlpTests.Exporting app) : IClassFixture<OtlpTests.Exporting>
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Metrics_traces_and_logs_arrive_and_no_token_with_them()
    {
        using var alice = await app.Register("alice");
        using var bob = await app.Register("bob");
        var chat = await alice.StartConversation(with: bob);
        using var socket = await app.Listen(bob, chat);
        await socket.Send(new { Type = "message", Content = "over the socket, for the collector" });
        await socket.Next("message");
        await alice.Say(chat, "over REST, for the collector");
        await alice.Get($"/api/accounts/profile/?token={alice.Token}").ShouldBe(HttpStatusCode.OK);

        await app.Collector.Until(
            "/v1/metrics", "connectify.messages.stored", "http.server.request.duration", "db.client.connection.count",
            "dotnet.gc.heap.total_allocated", "kestrel.active_connections", "tests-of-connectify");
        await app.Collector.Until(
            "/v1/traces", "socket open", "frame message", "message send", "messages store", "Messages.Store", "publish",
            "send_message", "/api/accounts/profile", "tests-of-connectify");

        app.Collector.Taken.ShouldAllBe(one => one.ContentType == "application/x-protobuf");
        var all = app.Collector.Taken.Select(one => one.Text).ToList();
        all.ShouldAllBe(text => !text.Contains(alice.Token) && !text.Contains(bob.Token));
        all.ShouldAllBe(text => !text.Contains("token=") && !text.Contains("for the collector") && !text.Contains("SELECT"));
    }

    [Fact]
    public async Task A_line_of_the_log_has_the_ids_of_its_trace_here_and_there()
    {
        await using var broken = new Exporting();
        await broken.InitializeAsync();
        using var alice = await broken.Register("alice");
        await broken.Database.DisposeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, ChatVerbs.ConversationsPath);
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");

        using var answer = await alice.Ask(request);

        ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        await broken.Collector.Until("/v1/logs", "/api/messaging/conversations");
        var line = await broken.Process.Line(Trace);
        var scopes = JsonDocument.Parse(line).RootElement.GetProperty("Scopes").EnumerateArray();
        scopes.ShouldContain(scope => scope.ValueKind == JsonValueKind.Object && scope.GetProperty("TraceId").GetString() == Trace);
    }

    /// <summary>A service that exports to a collector of its own.</summary>
    public sealed class Exporting : RemoteApp
    {
        internal Collector Collector { get; private set; } = null!;

        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. Collector.Settings, ("OTEL_SERVICE_NAME", "tests-of-connectify")];

        public override async ValueTask InitializeAsync()
        {
            Collector = await Collector.Start();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Collector.DisposeAsync();
        }
    }
}
