using Connectify.Infrastructure.CommandLine;

namespace Connectify.Features.Administration;

/// <summary>Why commands are refused, a line each.</summary>
internal static class Objections
{
    internal static Outcome BadOrganization => Outcome.Refused("The name of an organization has 1 to 100 characters, none of them a control character.");
    internal static Outcome BadUsername => Outcome.Refused("A username has 3 to 50 letters, digits, dots, underscores and hyphens.");
    internal static Outcome BadEmail => Outcome.Refused("An email address of at most 254 characters was expected.");
    internal static Outcome BadName => Outcome.Refused("A name of at most 100 characters was expected.");
    internal static Outcome BadPassword => Outcome.Refused("A password has 8 to 128 characters.");
    internal static Outcome Differs => Outcome.Refused("The two passwords are not the same.");

    internal static Outcome OrganizationExists(string name, long id) => Outcome.Refused($"There is an organization {name} already: {id}.");

    internal static Outcome NoOrganization(string organization) => Outcome.Refused($"There is no organization {organization}.");

    internal static Outcome NoUser(string username) => Outcome.Refused($"There is no user {username}.");

    internal static Outcome NotIn(string username, string organization) => Outcome.Refused($"There is no user {username} in {organization}.");

    internal static Outcome LastSuperuser(string username, string organization) =>
        Outcome.Refused($"{username} is the only active superuser of {organization}: make another one first.");

    internal static Outcome Taken(string? what) => Outcome.Refused($"{what ?? "Username or email already in use"}.");
}
