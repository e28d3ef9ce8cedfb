namespace Connectify.Features.GroupChats;

/// <summary>What a member may be in a group chat, as the database calls it.</summary>
internal static class MemberRole
{
    internal const string Admin = "admin";
    internal const string Member = "member";
}
