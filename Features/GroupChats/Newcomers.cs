using Microsoft.AspNetCore.Http.HttpResults;

namespace Connectify.Features.GroupChats;

/// <summary>Who may be put into a group chat, as a part of the statements that do it.</summary>
internal static class Newcomers
{
    /// <summary>
    /// The CTEs <c>stranger</c>, the first who is no active member of the organization, and <c>blockers</c>, those who
    /// have blocked @Me. They look at the CTE <c>named</c>: each <c>id</c> that was named, its <c>number</c> in the
    /// request, the <c>organization_id</c>, and <c>is_in</c> for who is in the group chat already.
    /// </summary>
    /// <remarks>
    /// Each is looked up by itself: where the planner does not know how few are named, it would rather read everybody in
    /// the organization.
    /// </remarks>
    internal const string Checks = """
        stranger AS (
            SELECT named.id
              FROM named
             WHERE (SELECT o.is_active
                      FROM organization_members o
                     WHERE o.organization_id = named.organization_id AND o.user_id = named.id) IS NOT TRUE
             ORDER BY named.number
             LIMIT 1
        ), blockers AS (
            SELECT array_agg((SELECT u.username FROM users u WHERE u.id = named.id) ORDER BY named.number) AS usernames
              FROM named
             WHERE NOT named.is_in AND (
                   SELECT true
                     FROM blocks b
                    WHERE b.organization_id = named.organization_id AND b.blocker_id = named.id AND b.blocked_id = @Me)
        )
        """;

    /// <summary>What <see cref="Refusal"/> looks at.</summary>
    internal const string Columns =
        "(SELECT id FROM stranger) AS stranger_id, (SELECT usernames FROM blockers) AS blockers";

    /// <summary>True where <see cref="Checks"/> found nobody.</summary>
    internal const string AreWelcome =
        "NOT EXISTS (SELECT FROM stranger) AND (SELECT usernames FROM blockers) IS NULL";

    /// <summary>The ids as they were named, each of them once.</summary>
    internal static long[] Distinct(IEnumerable<long>? ids) => [.. (ids ?? []).Distinct()];

    /// <summary>Why those who were named may not be put in; null where they may.</summary>
    internal static ProblemHttpResult? Refusal(Facts facts) => facts switch
    {
        { StrangerId: { } stranger } => Refusals.UserNotInOrganization(stranger),
        { Blockers: { } blockers } => Refusals.BlockedBy(blockers),
        _ => null,
    };

    internal abstract class Facts
    {
        public long? StrangerId { get; init; }
        public string[]? Blockers { get; init; }
    }
}
