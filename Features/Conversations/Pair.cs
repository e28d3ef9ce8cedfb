using Connectify.Infrastructure.Http;

namespace Connectify.Features.Conversations;

/// <summary>@Me and @ParticipantId in @OrganizationId, who may be about to talk, as parts of statements.</summary>
internal static class Pair
{
    /// <summary>
    /// The statement before a start. Both memberships are shared until its end: who wants to block the other waits.
    /// </summary>
    internal const string Lock = $"""
        WITH turn AS MATERIALIZED (
            {Idempotency.Lock}
        )
        SELECT 1 FROM organization_members
         WHERE organization_id = @OrganizationId AND user_id IN (@Me, @ParticipantId)
           AND (SELECT count(*) FROM turn) >= 0
         ORDER BY user_id
           FOR SHARE
        """;

    /// <summary>The other blocks @Me.</summary>
    internal const string IsBlocked = """
        EXISTS (SELECT FROM blocks
                 WHERE organization_id = @OrganizationId AND blocker_id = @ParticipantId AND blocked_id = @Me)
        """;

    /// <summary>@Me blocks the other.</summary>
    internal const string HasBlocked = """
        EXISTS (SELECT FROM blocks
                 WHERE organization_id = @OrganizationId AND blocker_id = @Me AND blocked_id = @ParticipantId)
        """;
}
