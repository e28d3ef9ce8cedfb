namespace Connectify.Features.Chats;

/// <summary>
/// Blocks between the two of a conversation <c>c</c>, one of whom is the member <c>o</c> of its organization, as parts of
/// statements. A group chat has no pair, and so none of them ever holds there.
/// </summary>
internal static class Blocking
{
    private const string Other = "c.participant_low + c.participant_high - o.user_id";

    /// <summary>The other blocks that member.</summary>
    internal const string ByOther = $"""
        EXISTS (SELECT FROM blocks b
                 WHERE b.organization_id = c.organization_id AND b.blocker_id = {Other} AND b.blocked_id = o.user_id)
        """;

    /// <summary>That member blocks the other.</summary>
    internal const string ByMe = $"""
        EXISTS (SELECT FROM blocks b
                 WHERE b.organization_id = c.organization_id AND b.blocker_id = o.user_id AND b.blocked_id = {Other})
        """;

    /// <summary>One of them blocks the other, so that nothing may be written.</summary>
    internal const string Any = $"({ByOther} OR {ByMe})";
}
