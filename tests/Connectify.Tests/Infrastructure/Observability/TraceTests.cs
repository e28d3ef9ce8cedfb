using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Connectify.Infrastructure.Observability;
using Connectify.Tests.Support;

namespace Connectify.Tests.Infrastructure.Observability;

/// <summary>
/// The spans of what goes through the service. Who listens hears the whole process, so these tests run while no others do.
/// </summary>
[Collection(nameof(Alone))]
public sealed class TraceTests : IClassFixture<App>, IDisposable
{
    private const string Statement = "Messages.Store";

    private readonly App _app;
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _spans = new();

    public TraceTests(App app)
    {
        _app = app;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_message_over_REST_is_one_trace_from_the_request_to_the_fan_out()
    {
        using var talk = await _app.Talk();

        await talk.Alice.Say(talk.Chat, "over REST, for the traces");
        await talk.OfBob.Next("message");

        var send = await Span("message send");
        send.Parent!.Source.Name.ShouldBe("Microsoft.AspNetCore");
        await ShouldLeadToTheFanOut(send, "rest");
    }

    [Fact]
    public async Task A_message_over_a_socket_is_a_trace_that_begins_with_its_frame()
    {
        using var talk = await _app.Talk();
        await Span("socket open");

        await talk.Say("over the socket, for the traces");

        var send = await Span("message send");
        var frame = await Span("frame message");
        send.ParentSpanId.ShouldBe(frame.SpanId);
        frame.ParentSpanId.ShouldBe(default);
        await ShouldLeadToTheFanOut(send, "socket");
    }

    [Fact]
    public async Task The_opening_of_a_socket_ends_when_it_is_open()
    {
        using var talk = await _app.Talk();
        using var refused = await ChatSocket.Open(_app, $"/ws/messaging/conversations/{talk.Chat}/?token=none");
        await refused.ShouldClose(4003);

        var refusal = await Span("socket open", span => span.GetTagItem("connectify.close.code") is not null);
        refusal.GetTagItem("connectify.close.code").ShouldBe(4003);
        var opened = await Span("socket open", span => span.GetTagItem("connectify.close.code") is null);
        opened.GetTagItem("http.response.status_code").ShouldBe(101);
        _spans.ShouldContain(span => span.ParentSpanId == opened.SpanId && span.DisplayName == "Realtime.Enter");
    }

    [Fact]
    public async Task A_frame_that_is_refused_says_why()
    {
        using var talk = await _app.Talk();

        await talk.OfAlice.SendWrong(new { Type = "nonsense" });
        await talk.OfAlice.Next("error");

        (await Span("frame unknown")).GetTagItem("connectify.refusal.kind").ShouldBe("unknown_type");
    }

    [Fact]
    public async Task No_span_holds_a_token_a_text_or_a_statement()
    {
        using var talk = await _app.Talk();
        await talk.Say("a text that is nobody's to read, for the traces");
        await talk.Alice.Get($"/api/accounts/profile/?token={talk.Alice.Token}").ShouldBe(HttpStatusCode.OK);
        await Span("message send");

        var values = _spans.Where(span => span.Source.Name != "Microsoft.AspNetCore")
            .SelectMany(span => span.TagObjects).Select(tag => $"{tag.Value}").ToList();

        values.ShouldNotBeEmpty();
        values.ShouldAllBe(value => !value.Contains("eyJ") && !value.Contains("for the traces") && !value.Contains("SELECT"));
    }

    private async Task ShouldLeadToTheFanOut(Activity send, string transport)
    {
        send.GetTagItem("connectify.transport").ShouldBe(transport);
        send.GetTagItem("connectify.chat.kind").ShouldBe("conversation");

        var batch = await Span("messages store", span => span.ParentSpanId == send.SpanId);
        batch.GetTagItem("connectify.batch.size").ShouldBe(1);
        batch.Links.Select(link => link.Context.SpanId).ShouldBe([send.SpanId]);

        var statement = await Span(Statement, span => span.ParentSpanId == batch.SpanId);
        statement.GetTagItem("db.query.summary").ShouldBe(Statement);
        statement.GetTagItem("db.query.text").ShouldBeNull();

        var publish = await Span("publish", span => span.ParentSpanId == batch.SpanId);
        publish.GetTagItem("connectify.sockets").ShouldBe(2);
        new[] { send, batch, statement, publish }.Select(span => span.TraceId).Distinct().ShouldHaveSingleItem();
    }

    // It stops a moment after what it led to was seen.
    private async Task<Activity> Span(string name, Func<Activity, bool>? isMeant = null)
    {
        for (var end = DateTime.UtcNow + TimeSpan.FromSeconds(15); DateTime.UtcNow < end; await Task.Delay(10, TestContext.Current.CancellationToken))
        {
            if (_spans.LastOrDefault(span => span.DisplayName == name && (isMeant is null || isMeant(span))) is { } found)
            {
                return found;
            }
        }

        throw new TimeoutException($"There is no span {name}: {string.Join(", ", _spans.Select(span => span.DisplayName))}");
    }
}

/// <summary>Tests that run while no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
