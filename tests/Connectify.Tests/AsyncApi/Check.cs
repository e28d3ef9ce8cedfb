using System.Text.Json;

namespace Connectify.Tests.AsyncApi;

/// <summary>What a schema demands of a value: null where it is so, else where it is not, and what was expected.</summary>
internal delegate string? Check(JsonElement value);

/// <summary>What the keywords of JSON Schema demand, each as a check of its own. Values of another type pass.</summary>
internal static class Checks
{
    internal static Check All(IReadOnlyList<Check> checks) => value =>
    {
        foreach (var check in checks)
        {
            if (check(value) is { } fault)
            {
                return fault;
            }
        }

        return null;
    };

    internal static Check OneOf(IReadOnlyList<Check> checks) => value =>
        checks.Count(check => check(value) is null) == 1
            ? null
            : $": none or several of what it may be: {string.Join(" | ", checks.Select(check => check(value)))}";

    internal static Check Types(IReadOnlyList<string> names) => value =>
        names.Contains(NameOf(value)) || (names.Contains("number") && NameOf(value) == "integer")
            ? null
            : $": {string.Join(" or ", names)} was expected, not {Short(value)}";

    internal static Check Text(Func<string, bool> isSo, string expected) => value =>
        value.ValueKind != JsonValueKind.String || isSo(value.GetString()!) ? null : $": {expected} was expected, not {Short(value)}";

    internal static Check Number(Func<long, bool> isSo, string expected) => value =>
        value.ValueKind != JsonValueKind.Number || (value.TryGetInt64(out var number) && isSo(number))
            ? null
            : $": {expected} was expected, not {Short(value)}";

    internal static Check Count(Func<int, bool> isSo, string expected) => value =>
        value.ValueKind != JsonValueKind.Array || isSo(value.GetArrayLength()) ? null : $": {expected} was expected";

    internal static Check Items(Check item) => value =>
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var at = 0;

        foreach (var one in value.EnumerateArray())
        {
            if (item(one) is { } fault)
            {
                return $"[{at}]{fault}";
            }

            at++;
        }

        return null;
    };

    /// <summary>An object with these members, and no other unless it is open.</summary>
    internal static Check Members(IReadOnlyDictionary<string, Check> members, IReadOnlyList<string> required, bool isOpen) => value =>
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (members.TryGetValue(member.Name, out var check))
            {
                if (check(member.Value) is { } fault)
                {
                    return $".{member.Name}{fault}";
                }
            }
            else if (!isOpen)
            {
                return $".{member.Name}: the document has no such member";
            }
        }

        return required.FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing
            ? $".{missing}: it is missing"
            : null;
    };

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? $"{text[..80]}…" : value.GetRawText();
}
