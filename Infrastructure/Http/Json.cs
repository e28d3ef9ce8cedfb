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
    /// <summary>The dialect, frozen.</summary>
    internal static readonly JsonSerializerOptions Options = Create();

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
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        options.MakeReadOnly();

        return options;
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
