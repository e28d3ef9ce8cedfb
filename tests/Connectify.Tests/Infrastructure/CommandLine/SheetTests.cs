using System.Text.Json;
using Connectify.Infrastructure.CommandLine;

namespace Connectify.Tests.Infrastructure.CommandLine;

public sealed class SheetTests
{
    [Theory]
    [InlineData("""{"id":7,"created_at":null}""", "id          7|created at  -")]
    [InlineData("""[{"id":7,"long_name":"a"},{"id":12345,"long_name":"bc"}]""", "ID     LONG NAME|7      a|12345  bc")]
    [InlineData("[]", "none")]
    [InlineData("""{"name":"a\u001b[31mb\nc"}""", "name  a?[31mb?c")]
    public void An_answer_is_aligned_lines(string json, string lines) =>
        Sheet.Lines(JsonSerializer.Deserialize<JsonElement>(json)).ShouldBe(lines.Split('|'));
}
