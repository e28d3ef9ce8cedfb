using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Connectify.Infrastructure.Attachments;

/// <summary>What a URL's query says for it: until when, in milliseconds since 1970, and the signature.</summary>
internal sealed record UrlSignature(string? Expires, string? Signature) : IEndpointParameterMetadataProvider
{
    /// <summary>Takes anything: what is no signature is a wrong one.</summary>
    public static ValueTask<UrlSignature> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new UrlSignature(context.Request.Query["expires"], context.Request.Query["signature"]));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new QueryParameter("expires", "From the URL as it was given.", "string"));
        builder.Metadata.Add(new QueryParameter("signature", "From the URL as it was given.", "string"));
    }
}

/// <summary>
/// Signs paths, so that whoever was given a URL can open it for a while without a token, and nobody can make one up.
/// </summary>
internal sealed class SignedUrls(IOptions<AuthOptions> auth, IOptions<AttachmentsOptions> attachments, TimeProvider clock)
{
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, auth.Value.SigningKeyBytes, SHA256.HashSizeInBytes, info: "connectify signed urls"u8.ToArray());

    private readonly long _lifetime = (long)attachments.Value.UrlLifetime.TotalMilliseconds;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// A path with its expiry and signature. It stays the same for a quarter of its lifetime, so that a browser that has
    /// the file asks for it no more.
    /// </summary>
    internal string Sign(string path)
    {
        var step = Math.Max(1, _lifetime / 4);

        return Sign(path, (Now + _lifetime) / step * step);
    }

    /// <summary>A path that is valid until then, in milliseconds since 1970.</summary>
    internal string Sign(string path, long expires) => $"{path}?expires={expires}&signature={SignatureOf(path, expires)}";

    /// <summary>How long a signed path is still valid; null where it is no more, or never was.</summary>
    internal TimeSpan? Rest(string path, UrlSignature signature) =>
        long.TryParse(signature.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
        && expires > Now
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(SignatureOf(path, expires)), Encoding.UTF8.GetBytes(signature.Signature ?? ""))
            ? TimeSpan.FromMilliseconds(Math.Min(expires - Now, int.MaxValue))
            : null;

    private string SignatureOf(string path, long expires) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{path}\n{expires}")));
}
