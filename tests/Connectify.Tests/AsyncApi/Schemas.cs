using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Connectify.Tests.AsyncApi;

/// <summary>
/// Makes checks of a document's schemas, once, because many thousand frames are checked. A keyword that it does not know
/// is an error, so that none is passed over.
/// </summary>
internal sealed class Schemas(JsonObject document)
{
    private static readonly HashSet<string> Words = ["description", "title", "examples"];
    private static readonly Dictionary<string, long> Largest = new() { ["int32"] = int.MaxValue, ["int64"] = long.MaxValue };

    private readonly ConcurrentDictionary<string, Lazy<Check>> _references = [];

    /// <summary>The check of a schema.</summary>
    internal Check Compile(JsonNode? node)
    {
        var schema = (JsonObject)node!;

        if (schema["$ref"] is { } reference)
        {
            return Reference((string)reference!);
        }

        var keywords = schema.Where(keyword => !Words.Contains(keyword.Key)).ToList();
        var checks = keywords.Select(keyword => Compile(keyword.Key, keyword.Value!, schema)).ToList();

        return checks is [var only] ? only : Checks.All(checks);
    }

    /// <summary>What a reference such as <c>#/components/schemas/Id</c> means.</summary>
    internal JsonNode Find(string reference) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)document, (node, name) => node[name]
            ?? throw new InvalidOperationException($"There is no {reference}."));

    private Check Reference(string reference)
    {
        var check = _references.GetOrAdd(reference, _ => new Lazy<Check>(() => Compile(Find(reference))));

        return value => check.Value(value);
    }

    private Check Compile(string keyword, JsonNode rule, JsonObject schema) => keyword switch
    {
        "type" => Checks.Types(rule is JsonArray several ? [.. several.Select(name => (string)name!)] : [(string)rule!]),
        "const" => Checks.Text(text => text == (string)rule!, rule.ToJsonString()),
        "enum" => Checks.Text(rule.AsArray().Select(one => (string)one!).ToHashSet().Contains, rule.ToJsonString()),
        "pattern" => Checks.Text(new Regex((string)rule!, RegexOptions.Compiled).IsMatch, $"a text like {rule}"),
        "minLength" or "maxLength" or "minItems" or "maxItems" or "minimum" => Bound(keyword, (long)rule),
        "format" => Format((string)rule!),
        "items" => Checks.Items(Compile(rule)),
        "oneOf" => Checks.OneOf([.. rule.AsArray().Select(Compile)]),
        "properties" => Members(rule.AsObject(), schema),
        "required" or "additionalProperties" when schema.ContainsKey("properties") => Checks.All([]),
        _ => throw new InvalidOperationException($"{keyword} is not checked yet."),
    };

    private static Check Bound(string keyword, long bound) => keyword switch
    {
        "minLength" => Checks.Text(text => text.EnumerateRunes().Count() >= bound, $"at least {bound} characters"),
        "maxLength" => Checks.Text(text => text.Length <= bound || text.EnumerateRunes().Count() <= bound, $"at most {bound} characters"),
        "minItems" => Checks.Count(count => count >= bound, $"at least {bound}"),
        "maxItems" => Checks.Count(count => count <= bound, $"at most {bound}"),
        _ => Checks.Number(number => number >= bound, $"at least {bound}"),
    };

    private Check Members(JsonObject properties, JsonObject schema) => Checks.Members(
        properties.ToDictionary(property => property.Key, property => Compile(property.Value)),
        [.. schema["required"]?.AsArray().Select(name => (string)name!) ?? []],
        isOpen: (bool?)schema["additionalProperties"] ?? true);

    private static Check Format(string format) => format == "date-time"
        ? Checks.Text(text => DateTime.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _), "a time")
        : Checks.Number(number => Math.Abs(number) <= Largest[format], format);
}
