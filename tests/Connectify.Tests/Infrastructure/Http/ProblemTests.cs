using System.Net.Sockets;
using System.Text;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class ProblemTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _isReading = new();
    private FakeService _service = null!;

    public async ValueTask InitializeAsync() =>
        _service = await FakeService.Start(Map, add: AddTokens, use: app => app.UseAuthentication().UseAuthorization());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task An_unknown_address_is_a_404()
    {
        var answer = await _service.Get("/api/nowhere/");

        answer.ShouldBeProblem(NotFound, "There is nothing at this address");
    }

    [Fact]
    public async Task Another_method_is_a_405_that_names_those_allowed()
    {
        var answer = await _service.Send(new HttpRequestMessage(HttpMethod.Put, "/api/ok"));

        answer.ShouldBeProblem(MethodNotAllowed, "This address does not take this method");
        answer.ContentHeaders.Allow.ShouldBe(["GET"]);
    }

    [Fact]
    public async Task No_token_is_a_401_that_asks_for_a_bearer()
    {
        var answer = await _service.Get("/api/mine");

        answer.ShouldBeProblem(Unauthorized, "A valid token was expected");
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/png")]
    public async Task A_problem_is_a_problem_whatever_the_client_accepts(string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/nowhere");
        request.Headers.Accept.ParseAdd(type);

        var answer = await _service.Send(request);

        answer.ShouldBeProblem(NotFound, "There is nothing at this address");
    }

    [Fact]
    public async Task A_refusal_has_its_text_and_its_members_and_is_equal_each_time()
    {
        var first = await _service.Get("/api/refused");
        var second = await _service.Get("/api/refused");

        first.ShouldBeProblem(BadRequest, "Conversation already exists");
        ((int)first.Json["conversation_id"]!).ShouldBe(5);
        second.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task Input_that_a_parameter_refuses_is_a_400_by_member()
    {
        var answer = await _service.Get("/api/list?page=0");

        answer.Errors.ShouldHaveSingleItem().Key.ShouldBe("page");
    }

    [Fact]
    public async Task A_silent_database_is_a_503_that_says_when_to_come_back()
    {
        var answer = await _service.Get("/api/silent");

        answer.ShouldBeProblem(ServiceUnavailable, "The database does not answer, repeat the request with the same key");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_slow_request_is_a_408()
    {
        var answer = await _service.Get("/api/slow");

        answer.ShouldBeProblem(RequestTimeout, "The request took too long to arrive");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_fault_tells_the_client_nothing_and_the_log_all_but_what_was_sent(string environment)
    {
        await using var service = await FakeService.Start(Map, environment);

        var answer = await service.Post("/api/fault?token=secret", """{"content":"hush"}""");

        answer.ShouldBeProblem(InternalServerError, "The service made a mistake");
        answer.Text.ShouldNotContain("Oops");
        var line = service.Log.AtLeast(LogLevel.Warning).ShouldHaveSingleItem();
        line.ShouldContain("Oops");
        line.ShouldContain((string)answer.Json["trace_id"]!);
        line.ShouldNotContain("secret");
        line.ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_client_who_goes_away_is_no_error()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _service.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("""
                POST /api/upload HTTP/1.1
                Host: localhost
                Content-Type: application/json
                Content-Length: 100

                {
                """.ReplaceLineEndings("\r\n")), TestContext.Current.CancellationToken);
        await _isReading.Task.WaitAsync(TestContext.Current.CancellationToken);

        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
        await _service.DisposeAsync();

        _service.Log.AtLeast(LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_are_not_stored_unless_they_say_so_and_never_sniffed()
    {
        var answer = await _service.Get("/api/ok");
        var download = await _service.Get("/api/download");

        answer.Headers.CacheControl!.ToString().ShouldBe("no-store");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
        download.Headers.CacheControl!.ToString().ShouldBe("private");
        download.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ok", () => TypedResults.Ok(1));
        routes.MapGet("/api/mine", (Me me) => TypedResults.Ok(me.Id)).RequireAuthorization();
        routes.MapGet("/api/list", (PageQuery page) => TypedResults.Ok(page.Size));
        routes.MapGet("/api/refused", () => Problem.Of(400, "Conversation already exists", ("conversation_id", 5)));
        routes.MapGet("/api/silent", IResult () => throw new DatabaseUnavailableException(new TimeoutException()));
        routes.MapGet("/api/slow", IResult () => throw new BadHttpRequestException("slow", 408));
        routes.MapPost("/api/fault", IResult () => throw new InvalidOperationException("Oops"));
        routes.MapPost("/api/upload", async (HttpRequest request) =>
        {
            _isReading.SetResult();
            await request.ReadFromJsonAsync<string>();
        });
        routes.MapGet("/api/download", (HttpResponse response) =>
        {
            response.Headers.CacheControl = "private";

            return TypedResults.Ok(1);
        });
    }

    private static void AddTokens(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddJwtBearer();
        builder.Services.AddAuthorization();
    }
}
