using Connectify.Features.Chats;
using Connectify.Features.Messages;
using Connectify.Infrastructure;
using Connectify.Infrastructure.Attachments;
using Connectify.Infrastructure.Auth;
using Connectify.Infrastructure.Database;
using Connectify.Infrastructure.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Connectify.Features.GroupChats;

/// <summary>
/// Creates a group chat, in a form also with an avatar. The caller is its admin; all who are named become members, or none.
/// </summary>
internal static class CreateGroupChat
{
    /// <param name="Name">1–100 characters.</param>
    /// <param name="Description">Up to 1,000 characters; empty where absent.</param>
    /// <param name="OrganizationId">The organization that all members belong to.</param>
    /// <param name="MemberIds">The others; none where absent.</param>
    /// <param name="InitialMessage">The first message, up to 10,000 characters; none where empty or absent.</param>
    [FilePart(Avatar.Part, "An image of at most 25 MiB.", IsSingle = true)]
    internal sealed record Request(
        string? Name, string? Description, long? OrganizationId, IReadOnlyList<long>? MemberIds, string? InitialMessage)
    {
        internal static Request Example { get; } = new(
            "Project Team", "Group chat for our project team", 1, [2, 3], "Welcome to the project team chat!");
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<Limits> limits)
        {
            RuleFor(request => request.Name).IsName();
            RuleFor(request => request.Description).IsDescription();
            RuleFor(request => request.OrganizationId).NotNull().WithMessage("An organization is needed.");
            RuleFor(request => request.InitialMessage).IsMessage(limits.Value)
                .When(request => !string.IsNullOrWhiteSpace(request.InitialMessage));
        }
    }

    [Refuses(
        nameof(Refusals.NotInOrganization), nameof(Refusals.UserNotInOrganization), nameof(Refusals.BlockedBy),
        nameof(Refusals.TooManyMembers), nameof(Refusals.KeyReused), nameof(Refusals.NotAMember),
        nameof(Refusals.GroupChatNotFound), nameof(Refusals.TooManyMessages))]
    internal static async Task<Results<Created<GroupChatDetail>, Ok<GroupChatDetail>, ProblemHttpResult>> Handle(
        Body<Request> body, IdempotencyKey key, Me me, MessageAllowance allowance, MessageMetrics metrics, Uploads uploads,
        IOptions<Limits> limits, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel)
    {
        using var received = await body.Read(cancel);
        var request = received.Request;

        if ((received.Refusal ?? NewGroupChat.Check(request, limits.Value, me)) is { } invalid)
        {
            return invalid;
        }

        var content = string.IsNullOrWhiteSpace(request.InitialMessage) ? null : request.InitialMessage;

        if (content is not null && !allowance.Of(me.Id).Messages.TryTake(out var wait))
        {
            return Refusals.TooManyMessages(wait);
        }

        var avatar = await Avatar.Keep(received.Files, uploads, cancel);
        var parameters = NewGroupChat.Parameters(request, content, avatar, key, me);
        var row = (await db.QueryOneLocked<NewGroupChat>(NewGroupChat.Sql, parameters, cancel))!;
        metrics.Began(ChatKind.Group, row.CreatedId, content);

        if (row.CreatedId is { } created)
        {
            return TypedResults.Created((string?)null, await GroupChatRow.Find(created, me, db, urls, cancel));
        }

        await Avatar.Discard(avatar, uploads);

        return row switch
        {
            { EarlierId: not null, IsSame: false } => Refusals.KeyReused,
            { EarlierId: { } earlier } => await Repeat(new ChatId(earlier, ChatKind.Group), me, db, urls, cancel),
            { Belongs: false } => Refusals.NotInOrganization,
            _ => Newcomers.Refusal(row)!,
        };
    }

    private static async Task<Results<Created<GroupChatDetail>, Ok<GroupChatDetail>, ProblemHttpResult>> Repeat(
        ChatId chat, Me me, NpgsqlDataSource db, SignedUrls urls, CancellationToken cancel) =>
        await GroupChatRow.Find(chat.Id, me, db, urls, cancel) is { } group
            ? TypedResults.Ok(group)
            : await ChatRefusals.Why(chat, me, db, cancel) ?? Refusals.GroupChatNotFound;
}
