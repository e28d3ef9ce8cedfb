namespace Connectify.Features.Accounts;

/// <summary>
/// The organization and the superuser that every start makes sure of. Section <c>Bootstrap</c> of the settings: all
/// four, or none.
/// </summary>
internal sealed class BootstrapOptions
{
    internal const string Section = "Bootstrap";

    public string? Organization { get; set; }

    /// <summary>Becomes superuser of the organization; made if there is no such user.</summary>
    public string? Username { get; set; }

    /// <summary>For a user who is made.</summary>
    public string? Email { get; set; }

    /// <summary>For a user who is made; one who exists keeps the password.</summary>
    public string? Password { get; set; }

    internal bool IsNone =>
        string.IsNullOrEmpty(Organization + Username + Email + Password);

    internal bool HasOrganization => IsNone || AccountRules.IsOrganization(Organization);

    internal bool HasUsername => IsNone || AccountRules.IsUsername(Username);

    internal bool HasEmail => IsNone || AccountRules.IsEmail(Email);

    internal bool HasPassword => IsNone || AccountRules.IsPassword(Password);
}
