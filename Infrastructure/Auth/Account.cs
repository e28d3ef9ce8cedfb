namespace Connectify.Infrastructure.Auth;

/// <summary>What somebody may do at all. What in particular, each statement asks of the database itself.</summary>
internal enum AccountStatus
{
    /// <summary>Active in at least one organization.</summary>
    Active,

    /// <summary>Active in none, but an admin's decision is awaited: may look at the own profile.</summary>
    AwaitingActivation,

    /// <summary>Nowhere active any more: may not sign in, and has no sessions.</summary>
    Deactivated,
}

/// <summary>Whose a session is.</summary>
internal sealed record Account(string Username, AccountStatus Status)
{
    /// <summary>The status of the user in the row <c>u</c>.</summary>
    internal const string StatusOfUser = """
        CASE
            WHEN EXISTS (SELECT 1 FROM organization_members WHERE user_id = u.id AND is_active)
            THEN 'Active'
            WHEN EXISTS (SELECT 1 FROM organization_members WHERE user_id = u.id AND awaits_activation)
            THEN 'AwaitingActivation'
            ELSE 'Deactivated'
        END
        """;
}
