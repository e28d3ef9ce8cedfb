using Connectify.Infrastructure.Http;

namespace Connectify.Features.Blocks;

/// <summary>Who blocks and who is blocked, as parts of statements.</summary>
internal static class Pair
{
    /// <summary>
    /// The statement before a block. Nobody starts a conversation with who holds their own membership, so the one that
    /// is seen after that is the only one.
    /// </summary>
    internal const string Lock = $"""
        WITH turn AS MATERIALIZED (
            {Idempotency.Lock}
        )
        SELECT 1 FROM organization_members
         WHERE organization_id = @OrganizationId AND user_id = @Me AND (SELECT count(*) FROM turn) >= 0
           FOR NO KEY UPDATE
        """;

    /// <summary>True where @Me is an active member of @OrganizationId.</summary>
    internal const string BlockerBelongs = """
        EXISTS (SELECT FROM organization_members WHERE organization_id = @OrganizationId AND user_id = @Me AND is_active)
        """;

    /// <summary>The pair as a block has it, as it is asked for.</summary>
    internal const string Asked = "(VALUES (@OrganizationId, @Me, @BlockedId)) AS b (organization_id, blocker_id, blocked_id)";

    /// <summary>The same, where @Me may block @BlockedId in @OrganizationId.</summary>
    internal const string Allowed = """
        SELECT mine.organization_id, @Me AS blocker_id, @BlockedId AS blocked_id
          FROM organization_members mine
          JOIN organization_members other ON other.organization_id = mine.organization_id
         WHERE mine.organization_id = @OrganizationId AND mine.user_id = @Me AND mine.is_active
           AND other.user_id = @BlockedId AND other.is_active AND @BlockedId <> @Me
        """;

    /// <summary>True for the active conversation <c>c</c> of the two of <c>b</c>, a block or what has its columns.</summary>
    internal const string Talks = """
        c.organization_id = b.organization_id AND c.kind = 'conversation' AND c.is_active
        AND c.participant_low = least(b.blocker_id, b.blocked_id)
        AND c.participant_high = greatest(b.blocker_id, b.blocked_id)
        """;
}
