namespace Connectify.Features.GroupChats;

/// <summary>Somebody who is in a group chat.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Username">3–50 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</param>
/// <param name="FirstName">Empty where it was not given.</param>
/// <param name="LastName">Empty where it was not given.</param>
/// <param name="ProfileImage">URL of an image elsewhere, which this service never opens; or null.</param>
/// <param name="Role"><c>admin</c> or <c>member</c>.</param>
/// <param name="JoinedAt">When the user last came in, UTC.</param>
internal sealed record Member(
    long Id, string Username, string FirstName, string LastName, string? ProfileImage, string Role, DateTime JoinedAt)
    : User(Id, Username, FirstName, LastName, ProfileImage)
{
    /// <summary>The member in the row <c>m</c>, who is the user in the row <c>u</c>.</summary>
    internal new const string Columns = $"{User.Columns}, m.role, m.joined_at";

    internal static new Member Example { get; } =
        new(2, "bob", "Bob", "Baker", null, MemberRole.Member, new DateTime(2026, 1, 14, 15, 0, 0, DateTimeKind.Utc));
}
