using System.Buffers;
using System.Collections;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectify.Infrastructure.Http.OpenApi;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// Writes the fields of a form as the JSON that says the same, so that there is one way to read and to refuse. Text
/// stays text; a number is a number; nothing, and <c>null</c>, is null where no text is expected; a list is a field
/// repeated, a JSON array, or parts between commas.
/// </summary>
internal static partial class FormJson
{
    internal static byte[] Write(IReadOnlyList<(string Name, string Value)> fields, Type request)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        var given = fields.ToLookup(field => field.Name, field => field.Value);

        writer.WriteStartObject();

        foreach (var member in Json.Options.GetTypeInfo(request).Properties.Where(member => given.Contains(member.Name)))
        {
            Write(writer, member.Name, [.. given[member.Name]], OptionalType.Inner(member.PropertyType) ?? member.PropertyType);
        }

        writer.WriteEndObject();
        writer.Flush();

        return json.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, string[] values, Type type)
    {
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            writer.WritePropertyName(name);
            writer.WriteStartArray();

            foreach (var value in values)
            {
                WriteItems(writer, name, value, ItemOf(type));
            }

            writer.WriteEndArray();

            return;
        }

        // A member given twice is refused when it is read.
        foreach (var value in values)
        {
            writer.WritePropertyName(name);
            WriteOne(writer, value, type);
        }
    }

    private static void WriteItems(Utf8JsonWriter writer, string name, string value, Type item)
    {
        if (!value.TrimStart().StartsWith('['))
        {
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                WriteOne(writer, part, item);
            }

            return;
        }

        try
        {
            using var array = JsonDocument.Parse(value);

            foreach (var element in array.RootElement.EnumerateArray())
            {
                element.WriteTo(writer);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidInputException(name, "This is not a list.");
        }
    }

    private static void WriteOne(Utf8JsonWriter writer, string value, Type type)
    {
        var plain = value.Trim();

        if (type == typeof(string))
        {
            writer.WriteStringValue(value);
        }
        else if (plain is "" or "null")
        {
            writer.WriteNullValue();
        }
        else if (plain is "true" or "false" || Number().IsMatch(plain))
        {
            writer.WriteRawValue(plain);
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }

    private static Type ItemOf(Type list) => list.IsArray ? list.GetElementType()! : list.GetGenericArguments()[0];

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,30})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
