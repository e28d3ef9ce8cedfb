namespace Connectify.Features.Accounts;

/// <summary>What somebody sees of themselves.</summary>
/// <param name="Dob">Date of birth, <c>YYYY-MM-DD</c>, or null.</param>
/// <param name="Organizations">Oldest membership first.</param>
internal sealed record Profile(
    long Id,
    string Username,
    string FirstName,
    string LastName,
    string? ProfileImage,
    string Email,
    string Bio,
    DateOnly? Dob,
    IReadOnlyList<OrganizationRole> Organizations)
{
    internal static Profile Example { get; } = new(
        2, "bob", "Bob", "Baker", null, "bob@example.com", "", new DateOnly(1990, 1, 1), [OrganizationRole.Example]);

    /// <summary>A profile without its organizations, from the row <c>u</c>.</summary>
    internal const string Columns = $"{User.Columns}, u.email, u.bio, u.dob";

    /// <summary>The organizations of @Me.</summary>
    internal const string OrganizationsOfMe = """
        SELECT o.id, o.name, m.role, m.is_active
          FROM organization_members m
          JOIN organizations o ON o.id = m.organization_id
         WHERE m.user_id = @Me
         ORDER BY m.joined_at, o.id
        """;

    /// <summary>What <see cref="Columns"/> reads.</summary>
    internal sealed record Row(
        long Id,
        string Username,
        string FirstName,
        string LastName,
        string? ProfileImage,
        string Email,
        string Bio,
        DateOnly? Dob)
    {
        internal Profile With(IReadOnlyList<OrganizationRole> organizations) =>
            new(Id, Username, FirstName, LastName, ProfileImage, Email, Bio, Dob, organizations);
    }
}
