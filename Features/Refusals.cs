using Connectify.Infrastructure.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Connectify.Features;

/// <summary>Every refusal, in the words of the API document.</summary>
internal static class Refusals
{
    // Accounts
    internal static ProblemHttpResult OrganizationUnknown => Problem.Of(Status400BadRequest, "Organization not found");
    internal static ProblemHttpResult OrganizationNotFound => Problem.Of(Status404NotFound, "Organization not found");
    internal static ProblemHttpResult UsernameInUse => Problem.Of(Status400BadRequest, "Username already in use");
    internal static ProblemHttpResult EmailInUse => Problem.Of(Status400BadRequest, "Email already in use");
    internal static ProblemHttpResult InvalidDateOfBirth => Problem.Of(Status400BadRequest, "Invalid date of birth");
    internal static ProblemHttpResult WrongPassword => Problem.Of(Status401Unauthorized, "Invalid username or password");
    internal static ProblemHttpResult InvalidRefreshToken => Problem.Of(Status401Unauthorized, "Invalid refresh token");
    internal static ProblemHttpResult Deactivated => Problem.Of(Status403Forbidden, "Your account is deactivated");
    internal static ProblemHttpResult AwaitingActivation => Problem.Of(Status403Forbidden, "Your account is awaiting activation");
    internal static ProblemHttpResult UserNotFound => Problem.Of(Status404NotFound, "User not found");
    internal static ProblemHttpResult NotAnAdmin => Problem.Of(Status403Forbidden, "Only admins can do this");
    internal static ProblemHttpResult NotASuperuser => Problem.Of(Status403Forbidden, "Only superusers can do this");
    internal static ProblemHttpResult OwnAccount => Problem.Of(Status403Forbidden, "You can't do this to your own account");
    internal static ProblemHttpResult CannotUpdateRoles => Problem.Of(Status403Forbidden, "Only superusers can update roles");

    internal static ProblemHttpResult TooManyPasswords(TimeSpan wait) => TooMany("Too many wrong passwords; try again later", wait);
    internal static ProblemHttpResult TooManyRegistrations(TimeSpan wait) => TooMany("Too many registrations; try again later", wait);

    // Every request that creates something
    internal static ProblemHttpResult KeyReused => Problem.Of(Status409Conflict, "This idempotency key was used with other content");

    // Chats
    internal static ProblemHttpResult NotInOrganization => Problem.Of(Status403Forbidden, "You don't belong to this organization");

    // Conversations
    internal static ProblemHttpResult NotAParticipant => Problem.Of(Status403Forbidden, "You are not a participant in this conversation");
    internal static ProblemHttpResult ConversationNotFound => Problem.Of(Status404NotFound, "Conversation not found");
    internal static ProblemHttpResult ParticipantNotInOrganization => Problem.Of(Status400BadRequest, "The participant doesn't belong to this organization");
    internal static ProblemHttpResult ConversationWithOneself => Problem.Of(Status400BadRequest, "You can't start a conversation with yourself");

    internal static ProblemHttpResult ConversationExists(long? conversationId) =>
        Problem.Of(Status400BadRequest, "Conversation already exists", ("conversation_id", conversationId));

    // Blocks: who is blocked is told so, also where both block; who only blocks is told that
    internal static ProblemHttpResult WriteToBlocker => Problem.Of(Status403Forbidden, "You have been blocked by this user");
    internal static ProblemHttpResult WriteToBlocked => Problem.Of(Status403Forbidden, "You have blocked this user");
    internal static ProblemHttpResult StartWithBlocker => Problem.Of(Status400BadRequest, "You have been blocked by this user");
    internal static ProblemHttpResult StartWithBlocked => Problem.Of(Status400BadRequest, "You have blocked this user");
    internal static ProblemHttpResult BlockedNotInOrganization => Problem.Of(Status400BadRequest, "The user to block doesn't belong to this organization");
    internal static ProblemHttpResult BlockOfOneself => Problem.Of(Status400BadRequest, "You can't block yourself");
    internal static ProblemHttpResult BlockNotFound => Problem.Of(Status404NotFound, "Block not found");
    internal static ProblemHttpResult NotTheBlocker => Problem.Of(Status403Forbidden, "You can only unblock users you have blocked");

    // Group chats
    internal static ProblemHttpResult NotAMember => Problem.Of(Status403Forbidden, "You are not a member of this group chat");
    internal static ProblemHttpResult GroupChatNotFound => Problem.Of(Status404NotFound, "Group chat not found");
    internal static ProblemHttpResult CannotAddMembers => Problem.Of(Status403Forbidden, "Only admins can add members");
    internal static ProblemHttpResult CannotRemoveOthers => Problem.Of(Status403Forbidden, "Only admins can remove other members");
    internal static ProblemHttpResult CannotChangeRoles => Problem.Of(Status403Forbidden, "Only admins can change roles");
    internal static ProblemHttpResult CannotUpdateGroupChat => Problem.Of(Status403Forbidden, "Only admins can update a group chat");
    internal static ProblemHttpResult CannotDeleteGroupChat => Problem.Of(Status403Forbidden, "Only admins can delete a group chat");
    internal static ProblemHttpResult AvatarNotFound => Problem.Of(Status404NotFound, "Avatar not found");
    internal static ProblemHttpResult NoSuchMember => Problem.Of(Status404NotFound, "User is not a member of this group chat");
    internal static ProblemHttpResult LastAdmin => Problem.Of(Status400BadRequest, "A group chat needs at least one admin");

    internal static ProblemHttpResult UserNotInOrganization(long userId) =>
        Problem.Of(Status400BadRequest, $"User with ID {userId} doesn't belong to this organization");

    internal static ProblemHttpResult BlockedBy(IReadOnlyList<string> usernames) =>
        Problem.Of(Status400BadRequest, $"You are blocked by: {string.Join(", ", usernames)}");

    internal static ProblemHttpResult TooManyMembers(int most) =>
        Problem.Invalid("member_ids", $"A group chat has at most {most} members.");

    // Messages
    internal static ProblemHttpResult MessageNotFound => Problem.Of(Status404NotFound, "Message not found");
    internal static ProblemHttpResult NotTheEditor => Problem.Of(Status403Forbidden, "You can only edit your own messages");
    internal static ProblemHttpResult NotTheDeleter => Problem.Of(Status403Forbidden, "You can only delete your own messages");
    internal static ProblemHttpResult ReactionNotFound => Problem.Of(Status404NotFound, "Reaction not found");
    internal static ProblemHttpResult TooManyReactions => Problem.Invalid("emoji", "There are too many of yours on this message.");
    internal static ProblemHttpResult UnknownReply => Problem.Invalid("reply_to", "There is no such message in this chat.");
    internal static ProblemHttpResult UnknownUpTo => Problem.Invalid("up_to", "There is no such message in this chat.");

    internal static ProblemHttpResult TooManyMessages(TimeSpan wait) => TooMany("Too many messages; slow down", wait);

    internal static ProblemHttpResult InvalidUrl => Problem.Of(Status403Forbidden, "This URL is not valid, or not any more");
    internal static ProblemHttpResult AttachmentNotFound => Problem.Of(Status404NotFound, "Attachment not found");

    // Sockets
    internal static ProblemHttpResult NotASocket => Problem.Of(Status426UpgradeRequired, "Open this address as a WebSocket");
    internal static ProblemHttpResult ForeignOrigin => Problem.Of(Status403Forbidden, "This origin may not open sockets here");

    // Pages
    internal static ProblemHttpResult PageNotFound => Problem.Of(Status404NotFound, "Page not found");

    private static ProblemHttpResult TooMany(string detail, TimeSpan wait) =>
        Problem.Of(Status429TooManyRequests, detail, (Problem.RetryAfter, Math.Max(1, Math.Ceiling(wait.TotalSeconds))));
}
