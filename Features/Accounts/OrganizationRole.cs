namespace Connectify.Features.Accounts;

/// <summary>An organization that somebody belongs to, and as what.</summary>
/// <param name="IsActive">False before the activation there, and after a deactivation.</param>
internal sealed record OrganizationRole(long Id, string Name, string Role, bool IsActive)
{
    internal static OrganizationRole Example { get; } = new(1, "Demo", Roles.User, true);
}
