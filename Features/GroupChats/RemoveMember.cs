using Connectify.Features.Chats;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>
/// Removes a member from a group chat: admins anybody, everybody themselves. Who leaves is answered with the group chat
/// as in a list. When the last admin leaves, the longest-standing member becomes one; when the last member leaves, it ends.
/// </summary>
internal static class RemoveMember
{
    internal sealed record Request(long? MemberId)
    {
        internal static Request Example { get; } = new(5);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.MemberId).NotNull().WithMessage("A user is needed.");
    }

    [Refuses(
        nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound), nameof(Refusals.CannotRemoveOthers),
        nameof(Refusals.NoSuchMember))]
    internal static async Task<Results<Ok<GroupChatDetail>, Ok<GroupChat>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, Me me, NpgsqlDataSource db, Hub hub, Sweeper sweeper, SignedUrls urls,
        CancellationToken cancel)
    {
        var parameters = new { ChatId = chat.Id, Me = me.Id, request.MemberId };

        if (await db.QueryOneLocked<Removal>(Removal.Sql, parameters, cancel) is not { } removal)
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
        }

        if (removal.MineId != chat.Id)
        {
            return removal.MyRole == MemberRole.Admin ? Refusals.NoSuchMember : Refusals.CannotRemoveOthers;
        }

        if (removal.MemberCount == 0)
        {
            sweeper.Wake();
        }

        Publish(removal, chat, request.MemberId!.Value, hub);

        if (request.MemberId == me.Id)
        {
            return TypedResults.Ok(removal.ToGroupChat(urls));
        }

        return await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
    }

    private static void Publish(Removal removal, ChatId chat, long userId, Hub hub)
    {
        var topic = ChatTopic.Of(chat.Id);
        var cursor = new Cursor(removal.LastPosition, removal.LastChange);

        if (removal.MemberCount == 0)
        {
            hub.End(topic, cursor, new ChatDeleted(chat.Id));
            return;
        }

        var removed = removal.Heir is null ? cursor : cursor with { Change = cursor.Change - 1 };
        hub.PublishRemoval(topic, removed, new MemberRemoved(chat.Id, userId), userId);

        if (removal.Heir is { } heir)
        {
            hub.Publish(topic, cursor, new RoleChanged(chat.Id, heir));
        }
    }
}
