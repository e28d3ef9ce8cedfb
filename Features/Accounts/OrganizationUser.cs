using System.Text.Json.Serialization;

namespace Connectify.Features.Accounts;

/// <summary>A user of an organization, as its members see them.</summary>
/// <param name="Role">The role in that organization.</param>
/// <param name="IsActive">For the organization's admins only.</param>
/// <param name="Email">For the organization's admins only.</param>
internal sealed record OrganizationUser(
    long Id,
    string Username,
    string FirstName,
    string LastName,
    string? ProfileImage,
    string Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsActive,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email)
{
    internal static OrganizationUser Example { get; } =
        new(2, "bob", "Bob", "Baker", null, Roles.User, true, "bob@example.com");

    internal const string Columns = $"""
        {User.Columns}, m.role,
        CASE WHEN mine.role IN {Roles.Managing} THEN m.is_active END AS is_active,
        CASE WHEN mine.role IN {Roles.Managing} THEN u.email END AS email
        """;

    /// <summary>Those whom @Me sees in @OrganizationId: the active members, an admin all. None for a stranger.</summary>
    internal const string FromVisible = $"""
        FROM organization_members mine
        JOIN organization_members m
          ON m.organization_id = mine.organization_id AND (m.is_active OR mine.role IN {Roles.Managing})
        JOIN users u ON u.id = m.user_id
        WHERE mine.organization_id = @OrganizationId AND mine.user_id = @Me AND mine.is_active
        """;

    /// <summary>The visible user @UserId.</summary>
    internal const string ById = $"""
        SELECT {Columns}
        {FromVisible} AND m.user_id = @UserId
        """;
}
