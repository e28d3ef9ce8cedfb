using Connectify.Tests.Support;

namespace Connectify.Tests.Inputs;

/// <summary>What holds for every route of the running service, found by asking all of them.</summary>
public sealed class RouteTests(InputsApp app) : IClassFixture<InputsApp>, IAsyncLifetime
{
    private static readonly string[] NoIds =
    [
        "0", "-1", "2147483648", "9223372036854775807", "9223372036854775808", "1e3", "1;2", "%F0%9F%98%80", "..%2f1", "%00", "%ff", "1.0",
        "null", "*",
    ];

    private World _world = null!;
    private Wire _wire = null!;

    private IReadOnlyList<Operation> Operations => new Requests(app, _world).Operations;

    public async ValueTask InitializeAsync() => (_world, _wire) = (await World.Create(app), new Wire(app.BaseAddress));

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        _wire.Dispose();

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_is_no_id_is_never_found()
    {
        foreach (var operation in Operations.Where(operation => operation.NeedsToken && operation.Pattern.Contains('{')))
        {
            foreach (var id in NoIds)
            {
                var path = operation.Path(id);
                var answer = await Ask("superuser", operation.Method, path, operation.Body is null ? null : "{}");

                // A body is read before anything is looked for, and with a NUL it is no path at all.
                answer.Status.ShouldBeOneOf(
                    operation.Body is null && id != "%00" ? [404] : [400, 404], $"{operation.Method} {path}: {answer}");
            }
        }
    }

    [Fact]
    public async Task A_page_that_makes_no_sense_is_refused_and_a_far_one_empty()
    {
        foreach (var operation in Operations.Where(operation => operation.Query.Contains("page") && operation.Method == "GET"))
        {
            var path = Path(operation);

            foreach (var (query, status) in new[]
            {
                ("page=0", 400), ("page=-1", 400), ("page=abc", 400), ("page=1&page=2", 400), ("page=", 400), ("page=1e3", 400), ("page=%00", 400),
                ("page=1000000000", 404), ("page=9223372036854775807", 404), ("page=9223372036854775808", 404), ("page=99999999999999999999999", 404),
                ("page_size=0", 400), ("page_size=-1", 400), ("page_size=abc", 400), ("page_size=1.5", 400),
                ("page_size=101", 200), ("page_size=2147483648", 200), ("page_size=9223372036854775808", 200),
            })
            {
                var answer = await Ask("alice", "GET", $"{path}?{query}");

                answer.Status.ShouldBe(status, $"{path}?{query}: {answer}");
            }
        }
    }

    [Fact]
    public async Task Without_a_token_no_verb_and_no_spelling_gets_further()
    {
        foreach (var operation in Operations.Where(operation => operation.NeedsToken))
        {
            var path = Path(operation);

            var methods = new[] { "HEAD", "OPTIONS", "TRACE", "GET", "POST", "PUT", "PATCH", "DELETE" };
            var spellings = new[]
            {
                path, $"/{path}", $"{path}/", $"{path}//", $"{path}/.", path.ToUpperInvariant(), path.Replace("/api", "/%61pi"), $"/x/..{path}",
            };

            foreach (var (method, spelling) in methods.Select(method => (method, path)).Concat(spellings.Select(spelling => (operation.Method, spelling))))
            {
                var answer = await Ask(
                    "nobody", method, spelling, "{}", "X-HTTP-Method-Override: DELETE", "X-User-Id: 1", "X-Original-URL: /");

                answer.Status.ShouldBeOneOf([401, 404, 405], $"{method} {spelling}: {answer}");
            }
        }
    }

    [Fact]
    public async Task A_verb_in_a_header_is_no_verb()
    {
        var path = $"/api/messaging/conversations/{_world.Chats[0]}/";

        foreach (var header in new[] { "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override" })
        {
            (await Ask("alice", "GET", path, null, $"{header}: DELETE")).Status.ShouldBe(200);
            (await Ask("alice", "GET", $"{path}?_method=DELETE")).Status.ShouldBe(200);
        }

        (await Ask("alice", "GET", path)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_shown_to_a_caller_is_stored_nowhere_and_shared_with_no_origin()
    {
        foreach (var operation in Operations.Where(operation => operation is { NeedsToken: true, Method: "GET" }))
        {
            foreach (var origin in new[] { "https://evil.example", "null", $"http://{app.BaseAddress.Authority}" })
            {
                var answer = await Ask("alice", "GET", Path(operation), null, $"Origin: {origin}");

                answer.Header("Cache-Control").ShouldBe("no-store", $"{operation.Pattern}: {answer}");
                answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
                answer.Headers.ShouldNotContain(header => header.Name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public async Task Nobody_is_told_that_another_origin_may_ask()
    {
        foreach (var operation in Operations.Where(operation => !operation.Pattern.StartsWith("/health")))
        {
            var answer = await Ask(
                "nobody", "OPTIONS", Path(operation), null, "Origin: https://evil.example",
                $"Access-Control-Request-Method: {operation.Method}", "Access-Control-Request-Headers: authorization");

            answer.Status.ShouldBeOneOf([405, 426], $"{operation.Pattern}: {answer}");
            answer.Headers.ShouldNotContain(header => header.Name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/swagger")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/v1/swagger.json")]
    [InlineData("/metrics")]
    [InlineData("/health")]
    [InlineData("/.git/config")]
    [InlineData("/.env")]
    [InlineData("/.data/jwt.key")]
    [InlineData("/appsettings.json")]
    [InlineData("/Connectify.dll")]
    [InlineData("/debug")]
    [InlineData("/trace")]
    [InlineData("/admin")]
    [InlineData("/actuator/env")]
    [InlineData("/robots.txt")]
    [InlineData("/api")]
    [InlineData("/api/echo")]
    [InlineData("/ws")]
    [InlineData("/openapi/../appsettings.json")]
    [InlineData("/openapi/v1.yaml/../../x")]
    [InlineData("/scalar/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Nothing_else_is_served(string path)
    {
        var answer = await Ask("superuser", "GET", path);

        answer.Status.ShouldBe(404, $"{answer}");
        answer.Header("Server").ShouldBeNull();
    }

    [Theory]
    [InlineData("%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("';alert(1);'")]
    [InlineData("%22%3E%3Csvg%20onload=alert(1)%3E")]
    public async Task The_page_of_the_api_shows_no_text_of_its_address_as_code(string name)
    {
        var answer = await Ask("nobody", "GET", $"/scalar/{name}?{name}");

        answer.Text.ShouldNotContain("<script>alert");
        answer.Text.ShouldNotContain("<svg");
        answer.Text.ShouldNotContain("';alert");
    }

    private async Task<WireAnswer> Ask(string caller, string method, string path, string? body = null, params string[] headers)
    {
        var all = headers.Select(header => (header.Split(": ")[0], header.Split(": ")[1]));
        var attempt = new Attempt(
            caller, path, method, path, [.. all, ("Content-Type", "application/json")], body is null ? null : Odd.Bytes(body));
        var answer = await _wire.Send(attempt.Bytes(_world.Tokens[caller]), hasNoBody: method == "HEAD");

        answer.ShouldNotBeNull($"{attempt}");
        answer.ShouldBeSafe(_world.Mark, method == "HEAD");
        app.Log.TakeWrong().ShouldBeEmpty();

        return answer;
    }

    /// <summary>A path of a route that alice may use.</summary>
    private string Path(Operation operation) => operation.Path(name => name switch
    {
        "organizationId" => $"{People.Demo}",
        "userId" => $"{_world.Users[0]}",
        "messageId" => $"{_world.Messages[0]}",
        _ => $"{(operation.IsOfGroups ? _world.Groups : _world.Chats)[0]}",
    });
}
