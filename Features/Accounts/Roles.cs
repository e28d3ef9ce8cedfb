namespace Connectify.Features.Accounts;

/// <summary>What a member may be in an organization.</summary>
internal static class Roles
{
    internal const string Superuser = "SUPERUSER";
    internal const string Admin = "ADMIN";
    internal const string Staff = "STAFF";
    internal const string User = "USER";

    /// <summary>The roles whose holders manage the others, as a list in SQL.</summary>
    internal const string Managing = $"('{Superuser}', '{Admin}')";

    /// <summary>The roles that can be given: a superuser is made by the settings alone.</summary>
    internal static readonly IReadOnlyList<string> Given = [Admin, Staff, User];
}
