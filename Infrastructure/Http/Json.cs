using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// The one dialect of JSON, for HTTP and for sockets: snake_case, numbers as numbers, no member twice, no text that
/// PostgreSQL could not store. Unknown members are ignored.
/// </summary>
internal static class Json
{
    // Before the first use: module initialisers fill it, and nothing is read or written that early.
    private static readonly List<IJsonTypeInfoResolver> Generated = [];

    private static readonly Lazy<JsonSerializerOptions> Frozen = new(() =>
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();

        return options;
    });

    /// <summary>The dialect, frozen.</summary>
    internal static JsonSerializerOptions Options => Frozen.Value;

    /// <summary>Adds types whose reading and writing was generated; all others are looked at while running.</summary>
    internal static void Know(IJsonTypeInfoResolver generated) => Generated.Add(generated);

    /// <summary>Reads what a statement of ours has written as JSON.</summary>
    internal static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>Makes options speak the dialect.</summary>
    internal static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new StorableText());
        options.TypeInfoResolver =
            JsonTypeInfoResolver.Combine([.. Generated, new DefaultJsonTypeInfoResolver()]).WithAddedModifier(PutBaseFirst);
    }

    // A user with something more begins as every user does.
    private static void PutBaseFirst(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Order == 0))
        {
            var owner = (property.AttributeProvider as MemberInfo)?.DeclaringType ?? type.Type;
            property.Order = -Ancestors(type.Type).TakeWhile(ancestor => ancestor != owner).Count();
        }
    }

    private static IEnumerable<Type> Ancestors(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            yield return type;
        }
    }

    /// <summary>Text without NUL, and without the invalid UTF-8 and unpaired surrogates that the reader throws at.</summary>
    private sealed class StorableText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new WrongValueException("A text was expected.");
            }

            try
            {
                var text = reader.GetString()!;

                return text.Contains('\0') ? throw new WrongValueException("The text holds a NUL character.") : text;
            }
            catch (InvalidOperationException)
            {
                throw new WrongValueException("The text is not valid Unicode.");
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
