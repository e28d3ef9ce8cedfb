using Connectify.Features.Accounts;
using Connectify.Infrastructure.CommandLine;

namespace Connectify.Features.Administration;

/// <summary>A password that was given, or made, for a user.</summary>
/// <param name="Text">The password.</param>
/// <param name="IsMade">Nobody knows it yet.</param>
internal sealed record NewPassword(string Text, bool IsMade = false)
{
    /// <summary>Why there is none.</summary>
    internal Outcome? Objection { get; init; } = AccountRules.IsPassword(Text) ? null : Objections.BadPassword;

    /// <summary>What is to be shown of it: all of it where nobody knows it, else nothing.</summary>
    internal string? Shown => IsMade ? Text : null;
}
