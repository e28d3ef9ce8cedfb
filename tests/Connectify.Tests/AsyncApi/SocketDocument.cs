using System.Text.Json;
using System.Text.Json.Nodes;
using Connectify.Tests.Conventions;

namespace Connectify.Tests.AsyncApi;

/// <summary>The document of the sockets, <c>docs/asyncapi.yaml</c>, as what it demands of frames.</summary>
internal sealed class SocketDocument
{
    private static readonly Lazy<SocketDocument> Kept = new(() => new SocketDocument(Yaml.Read(File.ReadAllText(Path))));

    private SocketDocument(JsonObject json)
    {
        (Json, Schemas) = (json, new Schemas(json));
        Channels = [.. json["channels"]!.AsObject().Select(channel => new SocketChannel(channel.Key, this))];
    }

    /// <summary>The one in the repository.</summary>
    internal static SocketDocument Todays => Kept.Value;

    internal static string Path => System.IO.Path.Combine(Repository.Root, "docs", "asyncapi.yaml");

    internal JsonObject Json { get; }

    internal Schemas Schemas { get; }

    internal IReadOnlyList<SocketChannel> Channels { get; }

    /// <summary>The channel that is served at an address.</summary>
    internal SocketChannel ChannelOf(string address) => Channels.Single(channel => address.StartsWith(channel.Prefix, StringComparison.Ordinal));

    /// <summary>What stands at a place, or where that one refers to.</summary>
    internal JsonNode Resolve(JsonNode? node)
    {
        while (node?["$ref"] is { } reference)
        {
            node = Schemas.Find((string)reference!);
        }

        return node!;
    }
}

/// <summary>The frames of one kind of chat.</summary>
internal sealed class SocketChannel
{
    private readonly IReadOnlyDictionary<string, Check> _ofClients;
    private readonly IReadOnlyDictionary<string, Check> _ofService;

    internal SocketChannel(string name, SocketDocument document)
    {
        (Name, Prefix) = (name, ((string)document.Json["channels"]![name]!["address"]!).Split('{')[0]);
        var operations = document.Json["operations"]!.AsObject().Select(operation => operation.Value!)
            .Where(operation => (string)operation["channel"]!["$ref"]! == $"#/channels/{name}").ToList();
        var received = operations.Where(operation => (string)operation["action"]! == "receive").ToList();
        _ofClients = Find(received, document);
        _ofService = Find(operations.Except(received).Concat(received.Select(operation => operation["reply"]).OfType<JsonNode>()), document);
    }

    internal string Name { get; }

    internal string Prefix { get; }

    /// <summary>The types of frames that clients send.</summary>
    internal IEnumerable<string> OfClients => _ofClients.Keys;

    /// <summary>The types of frames that the service sends.</summary>
    internal IEnumerable<string> OfService => _ofService.Keys;

    /// <summary>What is not as the document says in a frame that a client sends; null where all is.</summary>
    internal string? FaultOfSent(JsonElement frame) => Fault(_ofClients, frame);

    /// <summary>The same of a frame that the service has sent.</summary>
    internal string? FaultOfReceived(JsonElement frame) => Fault(_ofService, frame);

    private static string? Fault(IReadOnlyDictionary<string, Check> frames, JsonElement frame) =>
        !frame.TryGetProperty("type", out var member) || member.GetString() is not { } type ? "it has no type"
        : frames.TryGetValue(type, out var check) ? check(frame)
        : $"the document has no {type} here";

    private static Dictionary<string, Check> Find(IEnumerable<JsonNode> operations, SocketDocument document) =>
        operations.SelectMany(operation => operation["messages"]!.AsArray()).Select(document.Resolve).Distinct()
            .ToDictionary(message => (string)message["name"]!, message => document.Schemas.Compile(message["payload"]));
}
