using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Markdig;

namespace Connectify.Tests.AsyncApi;

/// <summary>Makes HTML of texts, of Markdown and of JSON.</summary>
internal static class Html
{
    private const string Scroll = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers().DisableHtml().Build();

    internal static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    internal static string Markdown(string? text) => Markdig.Markdown.ToHtml(text ?? "", Pipeline)
        .Replace("<table>", $"{Scroll}<table>", StringComparison.Ordinal)
        .Replace("</table>", "</table></div>", StringComparison.Ordinal);

    /// <summary>A sentence that stands in a line, without a paragraph of its own.</summary>
    internal static string Inline(string? text)
    {
        var html = Markdig.Markdown.ToHtml((text ?? "").Trim(), Pipeline).Trim();

        return html.StartsWith("<p>", StringComparison.Ordinal) ? html[3..^4] : html;
    }

    /// <summary>JSON as one would write it, with its parts marked.</summary>
    internal static string Json(JsonNode? node, string indent = "") => node switch
    {
        JsonObject { Count: > 0 } members => Lines('{', members.Select(member => $"{Mark("key", member.Key)}: {Json(member.Value, indent + "  ")}"), '}', indent),
        JsonArray { Count: > 0 } list when list.Any(item => item is JsonObject) => Lines('[', list.Select(item => Json(item, indent + "  ")), ']', indent),
        JsonArray list => $"[{string.Join(", ", list.Select(item => Json(item)))}]",
        JsonObject => "{}",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Mark("text", (string)text!),
        _ => $"<span class=\"value\">{node?.ToJsonString() ?? "null"}</span>",
    };

    private static string Lines(char first, IEnumerable<string> lines, char last, string indent) =>
        $"{first}\n{string.Join(",\n", lines.Select(line => $"{indent}  {line}"))}\n{indent}{last}";

    private static string Mark(string kind, string text) =>
        $"<span class=\"{kind}\">{Text($"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"")}</span>";
}
