namespace Connectify.Features;

/// <summary>Somebody, as everybody in the same organization sees them.</summary>
/// <param name="Id">Never changes, nor does the username.</param>
/// <param name="Username">3–50 of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</param>
/// <param name="FirstName">Empty where it was not given.</param>
/// <param name="LastName">Empty where it was not given.</param>
/// <param name="ProfileImage">URL of an image elsewhere, which this service never opens; or null.</param>
internal record User(long Id, string Username, string FirstName, string LastName, string? ProfileImage)
{
    /// <summary>The user in the row <c>u</c>.</summary>
    internal const string Columns = "u.id, u.username, u.first_name, u.last_name, u.profile_image";

    internal static User Example { get; } = new(2, "bob", "Bob", "Baker", null);
}
