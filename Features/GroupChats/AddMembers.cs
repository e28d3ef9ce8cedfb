using Connectify.Features.Chats;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using Connectify.Infrastructure.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>Adds members to a group chat, all or none. Admins of it only. Who is in it already stays as they are.</summary>
internal static class AddMembers
{
    internal sealed record Request(IReadOnlyList<long>? MemberIds)
    {
        internal static Request Example { get; } = new([5, 6]);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.MemberIds).NotNull().WithMessage("Users are needed.");
    }

    [Refuses(
        nameof(Refusals.NotAMember), nameof(Refusals.GroupChatNotFound), nameof(Refusals.CannotAddMembers),
        nameof(Refusals.UserNotInOrganization), nameof(Refusals.BlockedBy), nameof(Refusals.TooManyMembers))]
    internal static async Task<Results<Ok<GroupChatDetail>, ProblemHttpResult>> Handle(
        ChatId chat, Request request, Me me, IOptions<Limits> limits, NpgsqlDataSource db, Hub hub, SignedUrls urls, CancellationToken cancel)
    {
        var most = limits.Value.GroupMembers;
        var named = Newcomers.Distinct(request.MemberIds);

        if (named.Length > most)
        {
            return Refusals.TooManyMembers(most);
        }

        var parameters = new
        {
            ChatId = chat.Id,
            Me = me.Id,
            MemberIds = named,
            Most = most,
        };
        var (_, rows) = await db.QueryTwo<long, AddedMember>(AddedMember.Sql, parameters, cancel);

        if (rows is not [var facts, ..])
        {
            return await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
        }

        if (facts.MyRole != MemberRole.Admin)
        {
            return Refusals.CannotAddMembers;
        }

        if (Newcomers.Refusal(facts) is { } refusal)
        {
            return refusal;
        }

        if (facts.IsTooMany)
        {
            return Refusals.TooManyMembers(most);
        }

        if (facts.Id is not null)
        {
            hub.Publish(
                ChatTopic.Of(chat.Id),
                new Cursor(facts.LastPosition, facts.LastChange),
                new MemberAdded(chat.Id, [.. rows.Select(row => row.ToMember())]));
        }

        return await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
    }
}
