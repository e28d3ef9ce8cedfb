using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Connectify.Infrastructure.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connectify.Tests.Support;

/// <summary>Takes tokens apart and makes others of them.</summary>
internal static class Forger
{
    /// <summary>The token with other claims or another header, signed as the service signs, or with another key.</summary>
    internal static string Forge(
        this App app,
        string token,
        Action<JsonObject>? claims = null,
        Action<JsonObject>? header = null,
        string? key = null)
    {
        var parts = token.Split('.');
        var (head, body) = (Read(parts[0]), Read(parts[1]));
        claims?.Invoke(body);
        header?.Invoke(head);

        var text = $"{Write(head)}.{Write(body)}";
        var secret = key ?? app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.SigningKey;

        return $"{text}.{Sign((string?)head["alg"], Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))}";
    }

    /// <summary>What a token says.</summary>
    internal static JsonObject Claims(string token) => Read(token.Split('.')[1]);

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Write(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string Sign(string? algorithm, byte[] key, byte[] text) => algorithm switch
    {
        "HS256" => Base64Url.EncodeToString(HMACSHA256.HashData(key, text)),
        "HS384" => Base64Url.EncodeToString(HMACSHA384.HashData(key, text)),
        "HS512" => Base64Url.EncodeToString(HMACSHA512.HashData(key, text)),
        _ => "",
    };
}
