using System.Net.Http.Json;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Deployment;

/// <summary>Two nodes behind nginx are one service.</summary>
public sealed class NginxTests(BehindNginx service) : IClassFixture<BehindNginx>, IAsyncLifetime
{
    private const string TooManyPasswords = "Too many wrong passwords; try again later";

    private Person _alice = null!;
    private Person _bob = null!;
    private long _chat;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(NginxServer.Missing is not null, NginxServer.Missing ?? "");
        _alice = await service.LogIn("alice");
        _bob = await service.LogIn("bob");
        _chat = await BehindNginx.Conversation(of: _alice, with: _bob);
    }

    public ValueTask DisposeAsync()
    {
        _alice?.Dispose();
        _bob?.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Both_nodes_serve()
    {
        for (var count = 0; count < 4; count++)
        {
            await _alice.ShowProfile().ShouldBe(OK);
        }

        service.Logs.ShouldContain($"127.0.0.1:{service.First.Address.Port}");
        service.Logs.ShouldContain($"127.0.0.1:{service.Second.Address.Port}");
    }

    [Fact]
    public async Task A_socket_is_opened_and_frames_pass_both_ways()
    {
        using var socket = await service.Listen(_alice, _chat);

        await socket.Send(new { Type = "message", Content = "through nginx" });
        (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe("through nginx");
        await socket.Send(new { Type = "ping" });
        await socket.Next("pong");
    }

    [Fact]
    public async Task A_socket_is_closed_with_the_code_that_its_node_says()
    {
        using var socket = await ChatSocket.Open(service.Address, $"/ws/messaging/conversations/{_chat}/?token=nobodys");

        await socket.ShouldClose(4003);
    }

    [Fact]
    public async Task Frames_of_the_largest_size_pass()
    {
        using var socket = await service.Listen(_alice, _chat);

        var text = new string('x', 9_999);
        await socket.Send(new { Type = "message", Content = text });

        (await socket.Next("message")).GetProperty("message").Text("content").ShouldBe(text);
    }

    [Fact]
    public async Task Limits_by_address_are_those_of_the_client_and_not_of_nginx()
    {
        using var one = service.CreateClient(from: "127.0.0.2");
        using var other = service.CreateClient(from: "127.0.0.3");

        await UntilRefused(one);

        await LogIn(other, "wrong password").ShouldBe(Unauthorized);
        await LogIn(one, "wrong password").ShouldBeProblem(TooManyRequests, TooManyPasswords);
    }

    [Fact]
    public async Task What_a_client_says_of_its_own_address_is_not_believed()
    {
        using var client = service.CreateClient(from: "127.0.0.4");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        client.DefaultRequestHeaders.Add("Forwarded", "for=198.51.100.1");
        await UntilRefused(client);

        client.DefaultRequestHeaders.Remove("X-Forwarded-For");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");

        await LogIn(client, "wrong password").ShouldBeProblem(TooManyRequests, TooManyPasswords);
    }

    [Fact]
    public async Task Addresses_that_lead_on_lead_through_nginx()
    {
        var page = await _alice.ListUsers(query: "?page_size=1").ShouldBe(OK);

        page.Text("next").ShouldStartWith(service.Address.ToString());
    }

    [Fact]
    public async Task What_a_client_says_of_host_and_scheme_is_not_believed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/accounts/organizations/{People.Demo}/users/?page_size=1");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var page = await (await _alice.Ask(request)).ShouldBe(OK);

        page.Text("next").ShouldStartWith(service.Address.ToString());
    }

    [Fact]
    public async Task A_file_of_20_MiB_passes_in_and_out()
    {
        var file = FileVerbs.Random("large.bin", 20 << 20);

        var message = await _alice.SayFiles(_chat, file);

        using var client = service.CreateClient();
        (await client.GetByteArrayAsync(message.Attachments[0].Url, Cancel)).AsSpan().SequenceEqual(file.Content).ShouldBeTrue();
    }

    [Fact]
    public async Task As_many_files_as_a_message_may_have_pass()
    {
        var files = Enumerable.Range(0, 10).Select(n => FileVerbs.Random($"{n}.bin", 5 << 20)).ToArray();

        (await _alice.SayFiles(_chat, files)).Attachments.Count.ShouldBe(10);
    }

    [Fact]
    public async Task What_is_too_large_for_a_node_is_refused_as_the_node_says()
    {
        for (var count = 0; count < 10; count++)
        {
            var answer = await _alice.Send(_chat, new string('x', 400_000));

            (await answer.ShouldBe(RequestEntityTooLarge)).Number("status").ShouldBe(413);
        }
    }

    [Fact]
    public async Task What_is_too_large_for_every_node_is_refused_as_a_problem()
    {
        using var client = service.CreateClient();
        using var content = new StreamContent(Stream.Null);
        content.Headers.ContentLength = 300_000_000;
        client.DefaultRequestHeaders.ExpectContinue = true;

        using var answer = await client.PostAsync("/api/messaging/conversations/1/send_message/", content, Cancel);

        await answer.ShouldBeProblem(RequestEntityTooLarge, "The request is too large");
    }

    [Fact]
    public async Task Nobody_outside_is_told_of_its_health()
    {
        using var outside = service.CreateClient(from: "127.0.0.2");
        using var inside = service.CreateClient();

        await outside.GetAsync("/health/ready", Cancel).ShouldBe(NotFound);
        await outside.GetAsync("/health/live", Cancel).ShouldBe(NotFound);
        await inside.GetAsync("/health/ready", Cancel).ShouldBe(OK);
    }

    [Fact]
    public async Task It_does_not_say_its_version()
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync("/", Cancel);

        answer.Headers.Server.ToString().ShouldBe("nginx");
    }

    [Fact]
    public async Task No_token_and_no_query_is_in_its_logs()
    {
        using var socket = await service.Listen(_alice, _chat);
        await socket.ShouldBeSilent();
        var message = await _alice.SayFiles(_chat, FileVerbs.Text());
        using var request = new HttpRequestMessage(HttpMethod.Get, message.Attachments[0].Url);
        request.Headers.Referrer = new Uri($"http://app.example.com/?token={_alice.Token}");
        (await _alice.Ask(request)).StatusCode.ShouldBe(OK);
        await _alice.ListMessages(_chat, "?page_size=7").ShouldBe(OK);

        await socket.Close();

        while (!service.Logs.Contains("\"/ws/messaging/conversations/", StringComparison.Ordinal))
        {
            await Task.Delay(10, Cancel);
        }

        service.Logs.ShouldContain("/api/messaging/conversations/");
        service.Logs.ShouldNotContain(_alice.Token);
        service.Logs.ShouldNotContain("page_size");
        service.Logs.ShouldNotContain("?");
        service.Logs.ShouldNotContain("app.example.com");
    }

    // The count is each node's own, so it may take as many again.
    private static async Task UntilRefused(HttpClient client)
    {
        for (var inARow = 0; inARow < 4;)
        {
            using var answer = await LogIn(client, "wrong password");
            inARow = answer.StatusCode == TooManyRequests ? inARow + 1 : 0;
        }
    }

    private static Task<HttpResponseMessage> LogIn(HttpClient client, string password) => client.PostAsJsonAsync(
        "/api/accounts/login/", new { Username = People.Unique("nobody"), password }, Json.Options, Cancel);
}
