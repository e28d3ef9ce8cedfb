using Connectify.Infrastructure.Realtime;

namespace Connectify.Features.GroupChats;

/// <summary>Users have become members.</summary>
internal sealed record MemberAdded(long ChatId, IReadOnlyList<Member> Members) : ServerEvent("member_added");

/// <summary>A member has left or was removed; that user's sockets close after this.</summary>
internal sealed record MemberRemoved(long ChatId, long UserId) : ServerEvent("member_removed");

/// <summary>A member has become an admin, or is one no longer.</summary>
internal sealed record RoleChanged(long ChatId, Member Member) : ServerEvent("role_changed");

/// <summary>The group chat itself was changed; with what is the same of it for everybody.</summary>
internal sealed record ChatUpdated(long ChatId, SharedGroupChat GroupChat) : ServerEvent("chat_updated");
