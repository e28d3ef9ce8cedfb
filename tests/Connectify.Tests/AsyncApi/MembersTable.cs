using System.Text.Json.Nodes;

namespace Connectify.Tests.AsyncApi;

/// <summary>Shows the members of an object: their names, types and what they mean.</summary>
internal sealed class MembersTable(SocketDocument document)
{
    private const string Schemas = "#/components/schemas/";

    internal string Of(JsonNode schema)
    {
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
        var rows = schema["properties"]!.AsObject().Select(member =>
            $"""
            <tr>
            <th scope="row"><code>{member.Key}</code>{(required.Contains(member.Key) ? "" : " <span class=\"optional\">optional</span>")}</th>
            <td class="type">{Type(member.Value!)}</td>
            <td>{Html.Inline((string?)document.Resolve(member.Value)["description"])}</td>
            </tr>
            """);

        return $"""
            <table class="members">
            <thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
            <tbody>
            {string.Join('\n', rows)}
            </tbody>
            </table>
            """;
    }

    private string Type(JsonNode schema) =>
        schema["$ref"] is { } reference && document.Resolve(schema)["properties"] is not null
            ? Link(((string)reference!)[Schemas.Length..])
            : OfValue(document.Resolve(schema));

    private string OfValue(JsonNode schema) =>
        schema["const"] is { } only ? $"<code>{Html.Text(only.ToJsonString())}</code>"
        : schema["enum"] is JsonArray several ? string.Join(" or ", several.Select(one => $"<code>{Html.Text(one!.ToJsonString())}</code>"))
        : schema["oneOf"] is JsonArray choices ? string.Join(" or ", choices.Select(choice => Type(choice!)))
        : schema["items"] is { } items ? $"list of {Type(items)}"
        : schema["type"] is JsonArray types ? string.Join(" or ", types.Select(type => (string)type!))
        : (string?)schema["format"] == "date-time" ? "time"
        : (string)schema["type"]!;

    private static string Link(string name) => $"<a href=\"#object-{name}\">{name}</a>";
}
