using System.Net;
using System.Text;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Http;
using Connectify.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using static System.Net.HttpStatusCode;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class UnreadableBodyTests
{
    private const string Missing = "The body is missing, or could not be read.";
    private const string Invalid = "This is not valid JSON, or it is nested too deeply.";
    private const string WrongType = "The value is not of the expected type.";
    private const string OutOfRange = "The value is out of range, or not in the expected form.";
    private const string Twice = "This member is given more than once.";
    private const string NotText = "A text was expected.";
    private const string Nul = "The text holds a NUL character.";
    private const string NotUnicode = "The text is not valid Unicode.";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "", "body", Missing },
        { "null", "body", Missing },
        { "[]", "body", WrongType },
        { "5", "body", WrongType },
        { "{", "body", Invalid },
        { """{"content":"a",}""", "body", Invalid },
        { """{"content":"a"} x""", "body", Invalid },
        { """{"unknown":{"a b":}}""", "body", Invalid },
        { "{'content':'a'}", "body", Invalid },
        { """{"unknown":""" + new string('[', 100_000), "body", Invalid },
        { new string('[', 100_000), "body", WrongType },

        // Short enough to come in one piece: of a longer one the depth may be noticed first.
        { """{"content":""" + new string('[', 1_000), "content", NotText },
        { """{"content":5}""", "content", NotText },
        { """{"content":{}}""", "content", NotText },
        { """{"content":"a","content":"b"}""", "content", Twice },
        { """{"inner":{"reply_to":1,"reply_to":2}}""", "inner.reply_to", Twice },
        { """{"content":"a\u0000"}""", "content", Nul },
        { """{"content":"\ud800"}""", "content", NotUnicode },
        { """{"content":"\udc00\ud800"}""", "content", NotUnicode },
        { """{"bio":5}""", "bio", NotText },
        { """{"bio":"\u0000"}""", "bio", Nul },
        { """{"inner":{"reply_to":"5"}}""", "inner.reply_to", WrongType },
        { """{"inner":{"reply_to":99999999999999999999}}""", "inner.reply_to", OutOfRange },
        { """{"inner":{"reply_to":1.5}}""", "inner.reply_to", OutOfRange },
        { """{"inner":{"reply_to":1e400}}""", "inner.reply_to", OutOfRange },
        { """{"member_ids":5}""", "member_ids", WrongType },
        { """{"member_ids":[1,null]}""", "member_ids[1]", WrongType },
        { """{"member_ids":[1,"x"]}""", "member_ids[1]", WrongType },
        { """{"names":["a",{}]}""", "names[1]", NotText },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_is_wrong_with_a_body_is_said_by_member_in_every_environment(
        string body, string member, string text)
    {
        foreach (var environment in new[] { "Production", "Development" })
        {
            await using var service = await Start(environment);

            var answer = await service.Post("/api/take", body);

            answer.Errors.ShouldBe(new Dictionary<string, string> { [member] = text });
            service.Log.AtLeast(LogLevel.Warning).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Invalid_UTF_8_is_a_400()
    {
        await using var service = await Start();

        var answer = await service.Post("/api/take", Content([.. "{\"content\":\""u8, 0xff, .. "\"}"u8]));

        answer.Errors.ShouldBe(new Dictionary<string, string> { ["content"] = NotUnicode });
    }

    [Fact]
    public async Task No_body_is_a_400()
    {
        await using var service = await Start();

        var answer = await service.Post("/api/take", content: null);

        answer.Errors.ShouldBe(new Dictionary<string, string> { ["body"] = Missing });
    }

    [Fact]
    public async Task What_the_operation_does_not_know_is_ignored()
    {
        await using var service = await Start();

        var answer = await service.Post("/api/take", """{"content":"a","id":7,"Content":"b"}""");

        answer.Status.ShouldBe(OK);
        ((string?)answer.Json["content"]).ShouldBe("a");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=klingon")]
    [InlineData("application/json; =")]
    public async Task Another_type_is_a_415(string? type)
    {
        await using var service = await Start();

        var answer = await service.Post("/api/take", Content("{}"u8.ToArray(), type));

        answer.ShouldBeProblem(UnsupportedMediaType, "The body is of a type or encoding that is not taken here");
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/merge-patch+json")]
    public async Task JSON_in_UTF_8_is_taken_however_its_type_is_written(string type)
    {
        await using var service = await Start();

        var answer = await service.Post("/api/take", Content("{}"u8.ToArray(), type));

        answer.Status.ShouldBe(OK);
    }

    [Fact]
    public async Task A_compressed_body_is_a_415()
    {
        await using var service = await Start();
        var content = Content([0x1f, 0x8b, 0x08, 0x00]);
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await service.Post("/api/take", content);

        answer.ShouldBeProblem(UnsupportedMediaType, "The body is of a type or encoding that is not taken here");
    }

    [Theory]
    [InlineData(-1, false, OK)]
    [InlineData(0, false, OK)]
    [InlineData(-64, true, OK)]
    [InlineData(1, false, RequestEntityTooLarge)]
    [InlineData(1, true, RequestEntityTooLarge)]
    [InlineData(30_000_000, false, RequestEntityTooLarge)]
    public async Task A_body_beyond_the_limit_is_a_413(int beyond, bool isChunked, HttpStatusCode status)
    {
        await using var service = await Start();
        var body = Encoding.ASCII.GetBytes("{}".PadRight(new Limits().JsonBody + beyond));
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/take") { Content = Content(body) };
        request.Headers.TransferEncodingChunked = isChunked;

        var answer = await service.Send(request);

        answer.Status.ShouldBe(status);

        if (status == RequestEntityTooLarge)
        {
            answer.ShouldBeProblem(status, "The body is too large");
        }
    }

    private static Task<FakeService> Start(string environment = "Production") =>
        FakeService.Start(routes => routes.MapPost("/api/take", TakeBody.Handle), environment);

    private static ByteArrayContent Content(byte[] body, string? type = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        return content;
    }

    private static class TakeBody
    {
        internal sealed record Inner(long? ReplyTo);

        internal sealed record Request(
            string? Content, long[]? MemberIds, string[]? Names, Optional<string> Bio, Inner? Inner);

        internal static Ok<Request> Handle(Request request) => TypedResults.Ok(request);
    }
}
