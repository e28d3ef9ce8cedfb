using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Connectify.Infrastructure.Auth;

/// <summary>How tokens are made and what is accepted. Section <c>Jwt</c> of the settings.</summary>
internal sealed class AuthOptions
{
    internal const string Section = "Jwt";

    private const int ShortestKey = 32;

    /// <summary>How long nobody may use a session before it ends. Every refresh begins this anew.</summary>
    internal static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(30);

    /// <summary>The secret that tokens are signed with, 32 bytes or more; Development makes one.</summary>
    public string SigningKey { get; set; } = "";

    [Required]
    public string Issuer { get; set; } = "connectify";

    [Required]
    public string Audience { get; set; } = "connectify";

    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The audience of refresh tokens: nothing but this service's own accounts endpoints.</summary>
    internal string RefreshAudience => $"{Audience}/refresh";

    internal byte[] SigningKeyBytes => Encoding.UTF8.GetBytes(SigningKey);

    internal bool HasKey => SigningKeyBytes.Length >= ShortestKey;
}
