using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectify.Infrastructure.Http;

/// <summary>
/// The key under which a request that creates something may be repeated without creating it twice, or null where none
/// is given. It belongs to its user and to what it was used for, for ever.
/// </summary>
internal sealed record IdempotencyKey(string? Value) : IEndpointParameterMetadataProvider
{
    internal const string Header = "Idempotency-Key";

    private const int Longest = 64;

    /// <exception cref="InvalidInputException">The key is blank, too long, or given twice.</exception>
    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Read(context.Request));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new HeaderParameter(
            Header, "1-64 characters. A repeat with the same key and content answers what the first made, and makes nothing."));

    private static IdempotencyKey Read(HttpRequest request)
    {
        var values = request.Headers[Header];

        return values.Count switch
        {
            0 => new IdempotencyKey(Value: null),
            1 when IsKey(values[0]) => new IdempotencyKey(values[0]),
            _ => throw new InvalidInputException(Header, "One key of 1 to 64 characters was expected."),
        };
    }

    private static bool IsKey(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.IsAtMost(Longest);
}

/// <summary>A text that a self-binding parameter reads from a header, for the OpenAPI document.</summary>
internal sealed record HeaderParameter(string Name, string Description);

/// <summary>
/// What a creating statement adds to be repeatable. It needs the parameters @Me, @Path (what is created, in one
/// spelling), @Key (may be null) and @Fingerprint, and names its own part <c>created</c>, with an <c>id</c>.
/// </summary>
internal static class Idempotency
{
    /// <summary>The statement before: of several requests with one key, each waits for the one before it.</summary>
    internal const string Lock =
        "SELECT pg_advisory_xact_lock(hashtextextended(format('%s %s %s', @Me, @Path, @Key), 0)) WHERE @Key IS NOT NULL";

    /// <summary>What the key made earlier: <c>id</c>, and <c>is_same</c>, true when it was asked for with this content.</summary>
    internal const string Earlier = """
        SELECT resource_id AS id, fingerprint = @Fingerprint AS is_same
          FROM idempotency_keys
         WHERE user_id = @Me AND path = @Path AND key = @Key
        """;

    /// <summary>Keeps the key for what was created. Nothing created, nothing kept: a refused request uses up no key.</summary>
    internal const string Remember = """
        INSERT INTO idempotency_keys (user_id, path, key, fingerprint, resource_id)
        SELECT @Me, @Path, @Key, @Fingerprint, id FROM created WHERE @Key IS NOT NULL
        """;

    /// <summary>A digest of what a request asks for, the same for every spelling of the same JSON. No secrets: it is kept.</summary>
    internal static byte[] Fingerprint<T>(T content) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, Json.Options));
}
