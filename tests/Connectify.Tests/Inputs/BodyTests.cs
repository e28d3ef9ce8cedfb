using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Connectify.Tests.Support;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Inputs;

/// <summary>What clients put into bodies, searches and requests to make the service do what is not theirs to ask.</summary>
public sealed class BodyTests(InputsApp app) : InConversation<InputsApp>(app)
{
    private const string NotTheirs =
        """
        "id":1,"user_id":1,"sender_id":1,"sender":{"id":1},"role":"SUPERUSER","is_superuser":true,"is_admin":true,"is_active":false,
        "username":"alice","password":"another one of mine","password_hash":"x","organization_id":1,"organizations":[{"id":1,"role":"SUPERUSER"}],
        "user":{"id":1,"role":"SUPERUSER","is_admin":true},"created_at":"2000-01-01T00:00:00Z","edited_at":null,"is_deleted":true,
        "position":1000000,"chat_id":1,"kind":"group","read_by":[1],"read_count":9,"reactions":[{"emoji":"x"}]
        """;

    [Fact]
    public async Task A_profile_changes_by_what_is_the_users_to_change_and_no_more()
    {
        const string Sql = """
            SELECT concat(to_jsonb(u) - 'bio', jsonb_agg(m)) FROM users u JOIN organization_members m ON m.user_id = u.id
             WHERE u.id = @Id GROUP BY u.id
            """;
        var before = await App.Value<string>(Sql, new { Alice.Id });

        await Alice.Put(AccountVerbs.Profile, Json($$"""{"bio":"mine",{{NotTheirs}}}""")).ShouldBe(OK);

        (await App.Value<string>(Sql, new { Alice.Id })).ShouldBe(before);
        (await App.Value<string>("SELECT bio FROM users WHERE id = @Id", new { Alice.Id })).ShouldBe("mine");
    }

    [Fact]
    public async Task A_message_is_what_the_service_says_whatever_the_body_says()
    {
        await Bob.Say(Chat, "first");
        var sent = await Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/send_message/", Json($$"""{"content":"mine",{{NotTheirs}}}""")).ShouldBe(Created);
        var edited = await Alice.Put($"{ChatVerbs.Path(sent.Number("id"))}edit/", Json($$"""{"content":"edited",{{NotTheirs}}}""")).ShouldBe(OK);

        foreach (var message in new[] { sent, edited })
        {
            message.Number("id").ShouldBe(sent.Number("id"));
            message.Number("sender_id").ShouldBe(Alice.Id);
            message.Text("sender_username").ShouldBe(Alice.Username);
            message.Number("chat_id").ShouldBe(Chat);
            message.Number("position").ShouldBe(2);
            message.Number("read_count").ShouldBe(0);
            message.GetProperty("reactions").GetArrayLength().ShouldBe(0);
            message.GetProperty("is_deleted").GetBoolean().ShouldBeFalse();
            message.GetProperty("created_at").GetDateTime().ShouldBeGreaterThan(DateTime.UtcNow.AddMinutes(-5));
        }
    }

    [Fact]
    public async Task Of_two_members_of_one_name_neither_counts()
    {
        await Alice.Post($"{ChatVerbs.ConversationsPath}{Chat}/send_message/", Json("""{"content":"a","content":"b"}""")).ShouldBeInvalid("content");

        (await Alice.Messages(Chat)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%", "100%")]
    [InlineData("_", "a_b")]
    [InlineData(@"\", @"c\d")]
    [InlineData("'", "O'Hara")]
    [InlineData("(a+)+$", "(a+)+$")]
    [InlineData("a & | b", "a & | b")]
    public async Task A_search_of_wildcards_finds_only_what_holds_them(string search, string name)
    {
        using var admin = await App.Register("admin");
        using var named = await App.Register("named");
        using var other = await App.Register("other");
        var organization = await App.Organization((admin, "ADMIN"), (named, "USER"), (other, "USER"));
        await named.Patch(AccountVerbs.Profile, new { first_name = name }).ShouldBe(OK);

        var found = await admin.ListUsers(organization, $"?search={Uri.EscapeDataString(search)}").ShouldBe(OK);

        found.GetProperty("results").EnumerateArray().Select(user => user.Number("id")).ShouldBe([named.Id]);
    }

    [Theory]
    [InlineData('%')]
    [InlineData('_')]
    [InlineData('(')]
    [InlineData('\\')]
    public async Task A_search_made_to_be_slow_is_not(char wildcard)
    {
        var clock = Stopwatch.StartNew();

        await Alice.ListUsers(query: $"?search={Uri.EscapeDataString(new string(wildcard, 100))}").ShouldBe(OK);
        await Alice.ListUsers(query: $"?search={Uri.EscapeDataString(new string(wildcard, 2_000))}").ShouldBeInvalid("search");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Text_that_cannot_be_stored_is_refused_in_every_member()
    {
        using var world = await World.Create(App);
        using var wire = new Wire(App.BaseAddress);

        foreach (var operation in new Requests(App, world).Operations.Where(operation => operation.Body is not null))
        {
            foreach (var member in Objects.TextsOf(operation.Body!))
            {
                foreach (var text in new[] { "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\ue000\"", "\"\ue001\"", "\"\ue002\"", "{}", "[null]", "true", "1e400" })
                {
                    var attempt = new Attempt(
                        "superuser", operation.Pattern, operation.Method, operation.Path("1"), [("Content-Type", "application/json")],
                        Odd.Bytes($"{{\"{member}\":{text}}}"));
                    var answer = (await wire.Send(attempt.Bytes(world.Tokens["superuser"]))).ShouldNotBeNull();

                    answer.ShouldBeSafe(world.Mark);
                    answer.Status.ShouldBe(400, $"{attempt}: {answer}");
                    JsonSerializer.Deserialize<JsonElement>(answer.Body).GetProperty("errors").Members().ShouldBe([member], $"{attempt}");
                }
            }
        }
    }

    [Fact]
    public async Task A_body_of_many_members_or_deep_ones_is_answered_at_once()
    {
        var clock = Stopwatch.StartNew();
        var path = $"{ChatVerbs.ConversationsPath}{Chat}/send_message/";
        var many = string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"{number}\":1"));

        await Alice.Post(path, Json($$"""{"content":"hello",{{many}}}""")).ShouldBe(Created);
        await Alice.Post(path, Json($$"""{"content":{{new string('[', 100_000)}}""")).ShouldBe(BadRequest);
        await Alice.Post(path, Json($$"""{"x":{{new string('[', 60_000)}}{{new string(']', 60_000)}}}""")).ShouldBe(BadRequest);
        await Alice.Post(path, Json($$"""{"content":"{{new string('\u0301', 100_000)}}"}""")).ShouldBeInvalid("content");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{\"content\":\"cut")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n10\r\n{\"content\":\"cut")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n10\r\n{\"content\":\"hal\"\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n{}")]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}")]
    [InlineData("Content-Length: +2\r\n\r\n{}")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n{}")]
    public async Task A_body_that_does_not_end_as_announced_stores_nothing(string rest)
    {
        using var wire = new Wire(App.BaseAddress);
        var request = $"POST {ChatVerbs.ConversationsPath}{Chat}/send_message/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Alice.Token}\r\n"
            + $"Content-Type: application/json\r\n{rest}";

        var answer = await wire.Send(Encoding.ASCII.GetBytes(request), isAll: true);

        answer?.Status.ShouldBeInRange(400, 501, $"{answer}");
        (answer?.Status is 500).ShouldBeFalse();
        (await Alice.Messages(Chat)).ShouldBeEmpty();

        // The server itself may be surprised by a client that goes while it reads.
        App.Log.TakeWrong().Where(line => !line.Contains("Connection processing ended abnormally")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_cannot_hide_in_the_body_of_another()
    {
        using var wire = new Wire(App.BaseAddress);
        var hidden = $"POST {ChatVerbs.ConversationsPath}{Chat}/send_message/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Alice.Token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"content\":\"hidden\"}";
        var request = $"POST /api/accounts/login/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {hidden.Length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}";

        await wire.Send(Encoding.ASCII.GetBytes(request), isAll: true);

        await Alice.Say(Chat, "after");
        (await Alice.Messages(Chat)).Select(message => message.Content).ShouldBe(["after"]);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
