using System.Text.Json;

namespace Connectify.Infrastructure.Http;

/// <summary>A JSON value that a converter of ours refuses, in words that the client may see.</summary>
internal sealed class WrongValueException(string text) : JsonException(text);
