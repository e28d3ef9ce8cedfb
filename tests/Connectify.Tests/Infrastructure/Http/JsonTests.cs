using System.Text.Json;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class JsonTests
{

    private sealed record Thing(long? ReplyTo, string? Text, DateTime? CreatedAt, Dictionary<string, int>? Counts);

    [Fact]
    public void Members_are_in_snake_case_and_null_is_written()
    {
        var json = JsonSerializer.Serialize(new Thing(5, null, null, null), Json.Options);

        json.ShouldBe("""{"reply_to":5,"text":null,"created_at":null,"counts":null}""");
    }

    [Fact]
    public void Times_in_UTC_end_in_Z()
    {
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddMicroseconds(678);

        JsonSerializer.Serialize(time, Json.Options).ShouldBe("\"2026-01-02T03:04:05.000678Z\"");
    }

    [Fact]
    public void Text_is_written_as_it_is_and_not_escaped_for_HTML() =>
        JsonSerializer.Serialize("don't <b> ü 👍", Json.Options).ShouldBe("\"don't <b> ü 👍\"".Replace("👍", "\\uD83D\\uDC4D"));

    [Fact]
    public void Keys_of_a_dictionary_stay_as_they_are() =>
        JsonSerializer.Serialize(new Dictionary<string, int> { ["memberIds[1]"] = 1 }, Json.Options)
            .ShouldBe("""{"memberIds[1]":1}""");

    [Theory]
    [InlineData("""{"ReplyTo":5}""")]
    [InlineData("""{"REPLY_TO":5}""")]
    [InlineData("""{"unknown":[1,{}]}""")]
    public void What_is_not_a_member_to_the_letter_is_ignored(string json) =>
        JsonSerializer.Deserialize<Thing>(json, Json.Options).ShouldBe(new Thing(null, null, null, null));

    [Theory]
    [InlineData("""{"reply_to":"5"}""")]
    [InlineData("""{"reply_to":5.0}""")]
    [InlineData("""{"reply_to":1,"reply_to":1}""")]
    [InlineData("""{"text":1}""")]
    [InlineData("""{"text":"\u0000"}""")]
    [InlineData("""{"text":"\udc00"}""")]
    [InlineData("""{"counts":{"a":1,"a":2}}""")]
    [InlineData("""{"reply_to":1,}""")]
    [InlineData("""{"reply_to":1} // why""")]
    public void What_is_not_the_dialect_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Thing>(json, Json.Options));

    [Fact]
    public void Text_may_hold_whatever_PostgreSQL_can_store() =>
        JsonSerializer.Deserialize<string>("""" "\ud83d\udc4d \" \\ \t \u0001 \ufffe" """", Json.Options)
            .ShouldBe("👍 \" \\ \t \u0001 \ufffe");
}
