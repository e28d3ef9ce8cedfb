using System.Net.WebSockets;
using Connectify.Infrastructure.Database;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>What nginx does when a node fails: nodes that do nothing but break off stand behind it, or none.</summary>
public sealed class FailingNodeTests : IAsyncLifetime
{
    private const string Away = "No node answered, repeat the request with the same key";
    private const string Secret = "a-token-that-nobody-may-see";

    private int _asked;

    public static TheoryData<string> Methods => ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public static TheoryData<string> ChangingMethods => ["POST", "PUT", "PATCH", "DELETE"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipWhen(NginxServer.Missing is not null, NginxServer.Missing ?? "");

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(ChangingMethods))]
    public async Task What_may_have_been_executed_on_one_node_is_not_repeated_on_the_other(string method)
    {
        await using var first = await Node(context => context.Abort());
        await using var second = await Node(context => context.Abort());
        await using var nginx = await NginxServer.Start(first.Client.BaseAddress!, second.Client.BaseAddress!);

        using var answer = await Ask(nginx, method);

        _asked.ShouldBe(1);
        await answer.ShouldBeProblem(ServiceUnavailable, Away);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task What_only_reads_is_asked_of_the_other_node()
    {
        await using var first = await Node(context => context.Abort());
        await using var second = await Node(context => context.Abort());
        await using var nginx = await NginxServer.Start(first.Client.BaseAddress!, second.Client.BaseAddress!);

        using var answer = await Ask(nginx, "GET");

        _asked.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_node_that_refuses_connections_is_passed_over(string method)
    {
        await using var node = await Node(_ => { });
        await using var nginx = await NginxServer.Start(Nowhere(), node.Client.BaseAddress!);

        for (var count = 1; count <= 6; count++)
        {
            using var answer = await Ask(nginx, method);

            answer.StatusCode.ShouldBe(OK);
            _asked.ShouldBe(count);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_node_that_refuses_connections_is_passed_over_however_busy_the_other_one_is(string method)
    {
        var (arrived, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var node = await FakeService.Start(app =>
        {
            app.Map("/anything", () => "");
            app.Map("/long", () =>
            {
                arrived.SetResult();
                return over.Task;
            });
        });
        await using var nginx = await NginxServer.Start(Nowhere(), node.Client.BaseAddress!);
        using var client = new HttpClient { BaseAddress = nginx.Address };
        var busy = client.GetAsync(new Uri("/long", UriKind.Relative), Cancel);
        await arrived.Task;

        for (var count = 1; count <= 6; count++)
        {
            using var answer = await Ask(nginx, method);

            answer.StatusCode.ShouldBe(OK);
        }

        over.SetResult();
        (await busy).Dispose();
    }

    [Fact]
    public async Task A_nodes_own_refusal_is_passed_on_as_it_is()
    {
        await using var node = await Node(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "7";
        });
        await using var nginx = await NginxServer.Start(node.Client.BaseAddress!, node.Client.BaseAddress!);

        using var answer = await Ask(nginx, "POST");

        answer.StatusCode.ShouldBe(ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        _asked.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Where_no_node_is_there_the_client_is_told_to_come_back(string method)
    {
        await using var nginx = await NginxServer.Start(Nowhere(), Nowhere());

        using var answer = await Ask(nginx, method);

        await answer.ShouldBeProblem(ServiceUnavailable, Away);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task No_token_is_in_its_logs_when_nodes_fail()
    {
        await using var breaking = await Node(context => context.Abort());
        await using var nginx = await NginxServer.Start(Nowhere(), breaking.Client.BaseAddress!);

        foreach (var method in Methods)
        {
            using var answer = await Ask(nginx, method);
        }

        using var socket = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(
            socket.ConnectAsync(new UriBuilder(nginx.Address) { Scheme = "ws", Path = "/ws/1/", Query = $"token={Secret}" }.Uri, Cancel));
        await Say(nginx, $"GET /ws/1/?token={Secret}\x01 HTTP/7.7\r\n\r\n");
        await Say(nginx, $"{Secret}\r\n\r\n");
        await Say(nginx, $"GET /ws/1/?token={Secret} HTTP/1.1\r\nHost: a\r\nBad Header: {Secret}\r\n\r\n");
        await Say(nginx, $"POST /?token={Secret} HTTP/1.1\r\nHost: a\r\nContent-Length: 300000000\r\n\r\n");
        await Say(nginx, $"GET /{new string('x', 40_000)}?token={Secret} HTTP/1.1\r\nHost: a\r\n\r\n");

        nginx.Logs.ShouldContain("\"answers\":\"502");
        nginx.Logs.ShouldNotContain(Secret);
    }

    private static Uri Nowhere() => new($"http://127.0.0.1:{LoopbackPort.Free()}");

    private static async Task<HttpResponseMessage> Ask(NginxServer nginx, string method)
    {
        using var client = new HttpClient { BaseAddress = nginx.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/anything?token={Secret}");
        request.Content = method is "GET" or "DELETE" ? null : new StringContent("{}");
        request.Headers.Referrer = new Uri($"http://app.example.com/?token={Secret}");

        return await client.SendAsync(request, Cancel);
    }

    private static async Task Say(NginxServer nginx, string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(nginx.Address.Host, nginx.Address.Port, Cancel);
        await client.Client.SendAsync(System.Text.Encoding.Latin1.GetBytes(request), Cancel);
        (await client.Client.ReceiveAsync(new byte[100], Cancel)).ShouldBeGreaterThan(0);
    }

    private Task<FakeService> Node(Action<HttpContext> answer) => FakeService.Start(app => app.Map("/anything", context =>
    {
        Interlocked.Increment(ref _asked);
        answer(context);

        return Task.CompletedTask;
    }));
}
