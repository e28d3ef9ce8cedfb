namespace Connectify.Features.Blocks;

/// <summary>That the caller blocks somebody in one organization, and nowhere else.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="OrganizationId">Where it holds.</param>
/// <param name="BlockedId">Who is blocked.</param>
/// <param name="Blocked">The same, as they are now.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record Block(long Id, long OrganizationId, long BlockedId, User Blocked, DateTime CreatedAt)
{
    internal static Block Example { get; } = new(
        9, 1, 3, new User(3, "carol", "Carol", "Cooper", null), new DateTime(2026, 1, 15, 15, 0, 0, DateTimeKind.Utc));
}
