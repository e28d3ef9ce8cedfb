namespace Connectify.Features.Accounts;

/// <summary>Says that it was done.</summary>
internal sealed record Done(string Detail)
{
    internal static Done Example { get; } = new("User activated");
}
