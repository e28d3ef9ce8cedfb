using System.CommandLine;
using System.Globalization;
using Connectify.Features.Accounts;

namespace Connectify.Features.Administration;

/// <summary>How commands name an organization, by its name or its id, and a user of it.</summary>
internal static class Named
{
    /// <summary>The part <c>organization</c> of a statement, given @Organization and @OrganizationId. A number is an id first.</summary>
    internal const string Organization = """
        organization AS (
            SELECT id, name
              FROM organizations
             WHERE id = @OrganizationId OR lower(name) = lower(@Organization)
             ORDER BY id = @OrganizationId DESC NULLS LAST
             LIMIT 1
        )
        """;

    /// <summary>@OrganizationId of what was given.</summary>
    internal static long? Id(string? organization) =>
        long.TryParse(organization, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static Option<string> OrganizationOption() => new("--organization")
    {
        Description = "The organization, by its name or its id",
        HelpName = "NAME|ID",
        Required = true,
    };

    internal static Option<string> UsernameOption() => new("--username") { Description = "The user", HelpName = "NAME", Required = true };

    internal static Option<string> RoleOption()
    {
        string[] all = [Roles.Superuser, .. Roles.Given];
        var role = new Option<string>("--role")
        {
            Description = "What the user is in the organization; an operator may make a SUPERUSER, too",
            HelpName = string.Join('|', all),
            CustomParser = result => result.Tokens[0].Value.ToUpperInvariant(),
        };
        role.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !all.Contains(given.Value.ToUpperInvariant()))
            {
                result.AddError($"'{given.Value}' is no role: one of {string.Join(", ", all)} was expected.");
            }
        });

        return role;
    }
}
