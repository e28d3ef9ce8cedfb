namespace Connectify.Features.Blocks;

/// <summary>A block as statements select it.</summary>
internal class BlockRow
{
    /// <summary>The columns of a block <c>b</c> and of the user <c>u</c> who is blocked.</summary>
    internal const string Columns = $"b.id AS block_id, b.organization_id, b.created_at, {User.Columns}";

    public long? BlockId { get; init; }
    public long OrganizationId { get; init; }
    public DateTime CreatedAt { get; init; }
    public long Id { get; init; }
    public string Username { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string? ProfileImage { get; init; }

    /// <summary>The block as clients see it.</summary>
    internal Block ToBlock() => new(
        BlockId!.Value, OrganizationId, Id, new User(Id, Username, FirstName, LastName, ProfileImage), CreatedAt);
}
