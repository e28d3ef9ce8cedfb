using System.Text.Json.Nodes;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Connectify.Tests.AsyncApi;

/// <summary>The document of the sockets as a page to read, without script.</summary>
internal sealed class SocketPage(SocketDocument document)
{
    private const string OfClients = "from clients";

    private readonly JsonObject _json = document.Json;
    private readonly MembersTable _members = new(document);

    private IReadOnlyList<KeyValuePair<string, JsonNode>> Messages =>
        [.. _json["components"]!["messages"]!.AsObject().Select(message => KeyValuePair.Create(message.Key, message.Value!))];

    // The guide and the frames, each part with its entries; the name of a part is its anchor too.
    private IReadOnlyList<(string Title, IReadOnlyList<(string Id, string Text)> Entries)> Contents =>
    [
        ("Guide", [.. Headings((string)_json["info"]!["description"]!), ("addresses", "Addresses")]),
        .. _json["info"]!["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).Select(tag => (
            Title(tag),
            (IReadOnlyList<(string, string)>)[.. Of(tag).Select(message => ($"frame-{message.Key}", $"<code>{message.Value["name"]}</code>{Kind(message.Key)}"))])),
        ("Objects", [.. Objects.Select(schema => ($"object-{schema.Key}", schema.Key))]),
    ];

    private IEnumerable<KeyValuePair<string, JsonNode?>> Objects =>
        _json["components"]!["schemas"]!.AsObject().Where(schema => schema.Value!["properties"] is not null);

    internal string Render() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Html.Text((string)_json["info"]!["title"]!)}</title>
        <link rel="stylesheet" href="/asyncapi/page.css">
        </head>
        <body>
        <a class="skip" href="#main">To the text</a>
        <header>
        <strong>{Html.Text((string)_json["info"]!["title"]!)}</strong>
        <nav aria-label="Documents"><a class="to-contents" href="#contents">Contents</a><a href="/scalar">HTTP</a><a href="/asyncapi/v1.yaml">AsyncAPI</a></nav>
        </header>
        <main id="main">
        <h1>{Html.Text((string)_json["info"]!["title"]!)}</h1>
        {Html.Markdown((string)_json["info"]!["description"]!)}
        <h2 id="addresses">Addresses</h2>
        {string.Join('\n', _json["channels"]!.AsObject().Select(channel => Channel(channel.Value!)))}
        {string.Join('\n', _json["info"]!["tags"]!.AsArray().Select(tag => Part(tag!)))}
        <h2>Objects</h2>
        {string.Join('\n', Objects.Select(schema => Object(schema.Key, schema.Value!)))}
        </main>
        <nav id="contents" aria-label="Contents">
        {string.Join('\n', Contents.Select(part => Menu(part.Title, part.Entries)))}
        </nav>
        </body>
        </html>
        """;

    private static string Menu(string title, IReadOnlyList<(string Id, string Text)> entries) => $"""
        <h2>{title}</h2>
        <ul>
        {string.Join('\n', entries.Select(entry => $"<li><a href=\"#{entry.Id}\">{entry.Text}</a></li>"))}
        </ul>
        """;

    private string Channel(JsonNode channel) => $"""
        <article>
        <h3>{channel["title"]}</h3>
        <p class="address"><code>{channel["address"]}</code></p>
        <p>{Html.Inline((string)channel["description"]!)}</p>
        {_members.Of(document.Resolve(channel["bindings"])["ws"]!["query"]!)}
        </article>
        """;

    private string Part(JsonNode tag) => $"""
        <h2>{Title((string)tag["name"]!)}</h2>
        <p>{Html.Inline((string)tag["description"]!)}</p>
        {string.Join('\n', Of((string)tag["name"]!).Select(message => Message(message.Key, message.Value)))}
        """;

    private string Message(string key, JsonNode message) => $"""
        <article id="frame-{key}">
        <h3><code>{message["name"]}</code> {message["title"]}</h3>
        <p class="direction">{Direction(message)}{(Kind(key) is { Length: > 0 } kind ? $" · {kind.Trim()}" : "")}</p>
        <p>{Html.Inline((string)message["summary"]!)}</p>
        {Html.Markdown((string?)message["description"])}
        <div class="sides">
        {_members.Of(message["payload"]!)}
        <div class="examples">
        {string.Join('\n', message["examples"]!.AsArray().Select(example => Example(example!)))}
        </div>
        </div>
        </article>
        """;

    private static string Example(JsonNode example) => $"""
        <figure>
        <figcaption>{Html.Inline((string?)example["summary"] ?? "For example:")}</figcaption>
        <pre tabindex="0"><code>{Html.Json(example["payload"])}</code></pre>
        </figure>
        """;

    private string Object(string name, JsonNode schema) => $"""
        <article id="object-{name}">
        <h3>{name}</h3>
        <p>{Html.Inline((string)schema["description"]!)}</p>
        {_members.Of(schema)}
        </article>
        """;

    private IEnumerable<KeyValuePair<string, JsonNode>> Of(string tag) =>
        Messages.Where(message => (string)message.Value["tags"]![0]!["name"]! == tag);

    private static string Direction(JsonNode message) =>
        (string)message["tags"]![0]!["name"]! == OfClients ? "client → service" : "service → client";

    // Where a frame belongs to one kind of chat only.
    private string Kind(string key)
    {
        var kinds = _json["channels"]!.AsObject().Select(channel => channel.Value!)
            .Where(channel => channel["messages"]!.AsObject().Any(message => ((string)message.Value!["$ref"]!).EndsWith($"/{key}", StringComparison.Ordinal)))
            .ToList();

        return kinds is [var only] ? $" {((string)only["title"]!)[2..]}" : "";
    }

    private static string Title(string tag) => tag == OfClients ? "What clients send" : $"What the service sends: {tag}";

    private static IEnumerable<(string Id, string Text)> Headings(string markdown)
    {
        var pipeline = new MarkdownPipelineBuilder().UseAutoIdentifiers().Build();

        return Markdig.Markdown.Parse(markdown, pipeline).OfType<HeadingBlock>()
            .Select(heading => (heading.GetAttributes().Id!, Html.Text(heading.Inline!.FirstChild!.ToString())));
    }
}
