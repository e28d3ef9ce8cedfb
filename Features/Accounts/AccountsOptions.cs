namespace Connectify.Features.Accounts;

/// <summary>Section <c>Accounts</c> of the settings.</summary>
internal sealed class AccountsOptions
{
    internal const string Section = "Accounts";

    /// <summary>Whether an admin must activate who registers or joins before they can do anything.</summary>
    public bool RequireActivation { get; set; } = true;
}
