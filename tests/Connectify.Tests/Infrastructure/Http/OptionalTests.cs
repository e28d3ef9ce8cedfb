using System.Text.Json;
using Connectify.Infrastructure.Http;

namespace Connectify.Tests.Infrastructure.Http;

public sealed class OptionalTests
{
    private sealed record Request(Optional<string> Bio, Optional<long?> ReplyTo, Optional<long> Size, Optional<string[]> Names);

    [Fact]
    public void A_member_that_is_absent_is_not_given()
    {
        var request = Read("{}");

        request.Bio.IsGiven.ShouldBeFalse();
        request.Bio.Value.ShouldBeNull();
        request.ReplyTo.IsGiven.ShouldBeFalse();
        request.Size.IsGiven.ShouldBeFalse();
    }

    [Fact]
    public void Null_is_given()
    {
        var request = Read("""{"bio":null,"reply_to":null,"names":null}""");

        request.Bio.ShouldBe(new Optional<string>(null));
        request.ReplyTo.ShouldBe(new Optional<long?>(null));
        request.Names.IsGiven.ShouldBeTrue();
        request.Names.Value.ShouldBeNull();
    }

    [Fact]
    public void A_value_is_given()
    {
        var request = Read("""{"bio":"hello","reply_to":5,"size":6,"names":["a","b"]}""");

        request.Bio.ShouldBe(new Optional<string>("hello"));
        request.ReplyTo.ShouldBe(new Optional<long?>(5));
        request.Size.ShouldBe(new Optional<long>(6));
        request.Names.Value.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("""{"bio":5}""", "$.bio")]
    [InlineData("""{"bio":"\u0000"}""", "$.bio")]
    [InlineData("""{"size":null}""", "$.size")]
    [InlineData("""{"names":["a",5]}""", "$.names")]
    public void What_cannot_be_read_is_found_by_its_path(string json, string path) =>
        Should.Throw<JsonException>(() => Read(json)).Path.ShouldBe(path);

    [Fact]
    public void It_is_written_as_its_value() =>
        JsonSerializer.Serialize(new Optional<string>("hello"), Json.Options).ShouldBe("\"hello\"");

    private static Request Read(string json) => JsonSerializer.Deserialize<Request>(json, Json.Options)!;
}
